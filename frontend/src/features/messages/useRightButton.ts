/** The right mouse button, or the menu key, on something that has a menu of its own. */
import { useCallback, useState, type MouseEvent } from 'react';
import type { Point } from '../../ui/Popover';

/** Where it was asked for, a handler for the element, and what closes it. */
export function useRightButton() {
  const [at, setAt] = useState<Point | null>(null);
  const onContextMenu = useCallback((event: MouseEvent): void => {
    const { target, clientX: x, clientY: y, shiftKey, defaultPrevented } = event;
    // There the browser's own menu is wanted.
    const others =
      target instanceof Element &&
      target.closest('a, img, video, audio, input, textarea, button') !== null;
    // Whoever has chosen some words wants to copy them.
    const chosen = getSelection()?.isCollapsed === false;
    if (defaultPrevented || others || chosen || shiftKey) return;
    event.preventDefault();
    const open = (): void => setAt({ x, y });
    if (event.buttons === 0) open();
    // Where it is asked for as the button goes down, letting go beside it would close it again.
    else addEventListener('pointerup', () => setTimeout(open), { once: true });
  }, []);
  const close = useCallback(() => setAt(null), []);
  return { at, onContextMenu, close };
}
