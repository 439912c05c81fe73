/** How long to wait before trying again what a server did not answer. */

/** The first wait; each failure doubles it. */
export const BACKOFF_FIRST_MS = 500;
/** The longest wait. */
export const BACKOFF_MAX_MS = 30_000;

/** Full jitter: anywhere between at once and the whole wait, so that clients spread. */
export function backoff(failures: number, random: () => number): number {
  return random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** failures);
}
