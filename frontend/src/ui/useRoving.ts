/** A list that is one stop for Tab: the arrow keys go through what is marked `data-stop`. */
import { useCallback, useState, type FocusEvent, type KeyboardEvent } from 'react';

/**
 * `stops` are all there are, in order; `home` is where Tab comes in until somebody was elsewhere in
 * the list. `stop` is the one with the `tabIndex` 0.
 */
export function useRoving(stops: readonly string[], home: string | null) {
  const [at, setAt] = useState<string | null>(null);
  const isThere = (id: string | null): id is string => id !== null && stops.includes(id);
  const stop = isThere(at) ? at : isThere(home) ? home : (stops[0] ?? null);
  const onFocus = useCallback((event: FocusEvent<HTMLElement>) => {
    const reached = event.target.dataset['stop'];
    if (reached !== undefined) setAt(reached);
  }, []);
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target?.dataset['stop'] === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]')];
    const next = nextOf(event.key, all.indexOf(target), all.length);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  }, []);
  return { stop, handlers: { onFocus, onKeyDown } };
}

function nextOf(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
