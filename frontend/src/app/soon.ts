/**
 * What people type into as soon as it opens: not needed for the first channel, but there before
 * anybody asks for it, so that no letter is lost.
 */

/** A part with one component in it. */
interface Part<Component> {
  load: () => Promise<{ default: Component }>;
  /**
   * It, once it is here: drawn in the same moment. What waits for `lazy` is drawn up to 300 ms late,
   * even when it was loaded long ago.
   */
  ifHere: () => Component | undefined;
}

function part<Component>(load: Part<Component>['load']): Part<Component> {
  let here: { default: Component } | undefined;
  return {
    load: async () => {
      here = await load();
      return here;
    },
    ifHere: () => here?.default,
  };
}

/** Ctrl+K. */
export const wholePalette = part(() => import('./WholePalette'));

/** Ctrl+F. */
export const searchPanel = part(() => import('../features/search/SearchPanel'));

/** Once the page has nothing better to do. */
export function fetchSoon(): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchNow, { timeout: 2_000 });
  else setTimeout(fetchNow, 500);
}

/** What fails is loaded when it is asked for. */
function fetchNow(): void {
  for (const { load } of [wholePalette, searchPanel]) load().catch(() => undefined);
}
