/** Whether the window is as a media query says, as it changes. */
import { useSyncExternalStore } from 'react';

/** `query` as in a style sheet, with its brackets. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}
