/** How a request fails, in the two ways that need different words. */
import type { Code, Problem } from '../../protocol';
import { words } from '../words';

/** The server said no, and why. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'Refusal';
  }
}

/** Nothing came back: no network, no server, or no answer in time. The outcome is unknown. */
export class Unreachable extends Error {
  constructor() {
    super(words.serverCannotBeReachedCheck);
    this.name = 'Unreachable';
  }
}

/** Reads a problem document (RFC 9457); what a proxy says instead becomes one. */
export async function readProblem(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id') ?? '';
  try {
    const body: unknown = await response.json();
    if (isProblem(body)) return body;
  } catch {
    // Not JSON: the sentence below says all that is known.
  }
  return {
    type: 'about:blank',
    title: 'Error',
    status: response.status,
    detail: words.serverAnsweredWithErrorTry(response.status),
    code: 'INTERNAL',
    requestId,
  };
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string'
  );
}

/** The server speaks English. What it says often is here in other languages, too. */
export function inOurWords(code: Code, said: string): string {
  return words.byCode[code] ?? said;
}

/** What to tell a person about a failure. */
export function explain(error: unknown): { text: string; requestId?: string } {
  if (error instanceof Refusal) {
    const { code, detail: said, requestId, status } = error.problem;
    const detail = inOurWords(code, said);
    // What is the server's own fault, somebody has to look for in its logs.
    return requestId && status >= 500 ? { text: detail, requestId } : { text: detail };
  }
  if (error instanceof Unreachable) return { text: error.message };
  return { text: words.somethingWentWrongInThis };
}

/**
 * Which fields of a form are wrong and why; empty when it is about something else. Reasons that
 * have a name are here in other languages, too.
 */
export function fieldsOf(error: unknown): Record<string, string> {
  if (!(error instanceof Refusal)) return {};
  const { fields = {}, reasons = {} } = error.problem;
  const ours = Object.entries(reasons).flatMap(([field, { reason, limit = 0 }]) => {
    const said = words.byReason[reason]?.(limit);
    return said === undefined ? [] : [[field, said] as const];
  });
  return { ...fields, ...Object.fromEntries(ours) };
}

/** Whether the server refused with this code. */
export function isCode(error: unknown, code: Problem['code']): boolean {
  return error instanceof Refusal && error.problem.code === code;
}
