/** What each close code of the socket asks for (docs/protocol.md section 5). */

/** What follows a closed socket. */
export type Consequence =
  /** Again, with jitter. */
  | 'retry'
  /** Again, after the wait the server named. */
  | 'restart'
  /** Again, but not before `FLOOD_WAIT_MS`. */
  | 'cool'
  /** First a new access token. */
  | 'renew'
  /** Not by itself: a person has to do something. */
  | 'refused';

/** A server that was flooded wants this long to pass. */
export const FLOOD_WAIT_MS = 30_000;

const CONSEQUENCES: Record<number, Consequence> = {
  1001: 'restart',
  1012: 'restart',
  4002: 'refused',
  4010: 'refused',
  4029: 'cool',
  4401: 'renew',
  4403: 'refused',
  4406: 'refused',
  4413: 'refused',
};

/** Codes that nobody wrote down (1006, a proxy's own) are a lost network: again. */
export function consequenceOf(code: number): Consequence {
  return CONSEQUENCES[code] ?? 'retry';
}
