/** Sending a file with a word on how far it is: what `fetch` cannot tell. */
import { readProblem, Refusal, Unreachable } from './problem';

/** A file on its way. */
export interface Upload {
  path: string;
  form: FormData;
  /** From 0 to 1; called as often as the browser says so. */
  onProgress: (part: number) => void;
  /** Ends it. */
  signal: AbortSignal;
}

/** Sends it. There is no limit in time: a slow line moves, too, and the server watches that it does. */
export async function transmit<Answer>(
  address: string,
  { form, onProgress, signal }: Upload,
  token: string | null,
): Promise<Answer> {
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total > 0 ? loaded / total : 0);
    });
    request.addEventListener('load', () => resolve(asResponse(request)));
    for (const end of ['error', 'abort', 'timeout']) {
      request.addEventListener(end, () => reject(new Unreachable()));
    }
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
  if (!response.ok) throw new Refusal(await readProblem(response));
  return (await response.json()) as Answer;
}

function asResponse(request: XMLHttpRequest): Response {
  const headers = new Headers();
  const id = request.getResponseHeader('x-request-id');
  if (id) headers.set('x-request-id', id);
  return new Response(request.responseText, { status: request.status, headers });
}
