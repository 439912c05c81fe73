/**
 * What people type into as soon as it opens: not needed for the first channel, but there before
 * anybody asks for it, so that no letter is lost.
 */

/** Ctrl+K. */
export const wholePalette = () => import('./WholePalette');

/** Once the page has nothing better to do. */
export function fetchSoon(): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchNow, { timeout: 2_000 });
  else setTimeout(fetchNow, 500);
}

/** What fails is loaded when it is asked for. */
function fetchNow(): void {
  wholePalette().catch(() => undefined);
}
