/**
 * What people type into as soon as it opens: not needed for the first channel, but there before
 * anybody asks for it, so that no letter is lost.
 */
import type WholePalette from './WholePalette';

let palette: typeof WholePalette | undefined;

/** Ctrl+K. */
export async function wholePalette() {
  const part = await import('./WholePalette');
  palette = part.default;
  return part;
}

/**
 * It, once it is here: drawn in the same moment. What waits for `lazy` is drawn up to 300 ms late,
 * even when it was loaded long ago.
 */
export const paletteIfHere = () => palette;

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
