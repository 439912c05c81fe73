/** A touch that stays: the way to a message's tools where nothing can hover. */
import { useMemo, useRef, type MouseEvent, type PointerEvent } from 'react';

const LONG_MS = 450;

/** A finger is never quite still. */
const STILL_PX = 10;

/** Handlers for the element; the mouse is left alone. */
export function useLongPress(act: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  return useMemo(() => {
    const cancel = (): void => {
      clearTimeout(press.current?.timer);
      press.current = null;
    };
    const long = (): void => {
      swallowRelease();
      act();
    };
    return {
      onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
        if (pointerType !== 'touch') return;
        cancel();
        press.current = { timer: setTimeout(long, LONG_MS), x, y };
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        const from = press.current;
        if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) cancel();
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
      onContextMenu: (event: MouseEvent) => {
        // Some browsers say it this way; their own menu would lie above ours.
        if (press.current) event.preventDefault();
      },
    };
  }, [act]);
}

/** The finger is still down: when it goes up, it must not press what has come under it. */
function swallowRelease(): void {
  const swallow = (event: Event): void => {
    done();
    event.preventDefault();
    event.stopPropagation();
  };
  const done = (): void => {
    removeEventListener('click', swallow, true);
    removeEventListener('pointerdown', done, true);
    removeEventListener('keydown', done, true);
  };
  addEventListener('click', swallow, true);
  // Whatever is begun after that is meant.
  addEventListener('pointerdown', done, true);
  addEventListener('keydown', done, true);
}
