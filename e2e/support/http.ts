/** The API, as a program uses it. */
import type { Server } from './server';

/** A request; without a method it is `GET`, or `POST` where it has a body. */
export interface Call {
  path: string;
  token?: string;
  body?: object;
  method?: string;
}

/** Gives the answer; what the server refuses is an error that says why. */
export async function call<Answer>(
  server: Server,
  { path, token, body, method = body ? 'POST' : 'GET' }: Call,
): Promise<Answer> {
  const response = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}
