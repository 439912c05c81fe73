/** On a small screen a finger opens and closes the sides. */
import { useRef, type TouchEvent } from 'react';
import type { Open } from './router';
import { isMirrored } from '../language';

/** Shorter is no swipe. */
const FAR_PX = 60;

/** A swipe goes sideways: so many times further than up or down. */
const FLAT = 2;

/**
 * Onwards, as the lines run, come the channels, backwards the people; the other way puts them away.
 */
export function useSwipe(open: Open, show: (next: Open) => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const onTouchStart = ({ touches, target }: TouchEvent): void => {
    const touch = touches[0];
    from.current =
      touch && touches.length === 1 && !scrollsSideways(target)
        ? { x: touch.clientX, y: touch.clientY }
        : null;
  };
  // As soon as it is far enough: nobody waits for the finger to be lifted.
  const onTouchMove = ({ touches }: TouchEvent): void => {
    const touch = touches[0];
    const start = from.current;
    if (!start || !touch) return;
    const across = (touch.clientX - start.x) * (isMirrored() ? -1 : 1);
    if (Math.abs(across) < FAR_PX || Math.abs(across) < FLAT * Math.abs(touch.clientY - start.y)) {
      return;
    }
    from.current = null;
    const next = across > 0 ? onwards(open) : backwards(open);
    if (next !== open) show(next);
  };
  return { onTouchStart, onTouchMove };
}

function onwards(open: Open): Open {
  return open === null || open === 'channels' ? 'channels' : null;
}

function backwards(open: Open): Open {
  return open === 'channels' ? null : (open ?? 'people');
}

/** A finger on code that is wider than the screen means the code; one in a field selects text. */
function scrollsSideways(target: EventTarget): boolean {
  for (let at = target instanceof Element ? target : null; at; at = at.parentElement) {
    if (at instanceof HTMLDialogElement || at.matches('input, textarea')) return true;
    const moves = at.scrollWidth > at.clientWidth + 1;
    if (moves && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  }
  return false;
}
