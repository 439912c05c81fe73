/** Whether somebody is at this window. */
import { useEffect } from 'react';
import { idleChanged } from '../features/presence/presenceSlice';
import { useAct } from '../services';

/** Nobody touched it for this long: they are away. */
const IDLE_MS = 10 * 60_000;

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Says so, and says when they are back. */
export function useIdle(): void {
  const act = useAct();
  useEffect(() => {
    let idle = false;
    let timer: ReturnType<typeof setTimeout>;
    const leave = (): void => {
      idle = true;
      act(idleChanged(true));
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(leave, IDLE_MS);
    };
    const touch = (): void => {
      wait();
      if (!idle) return;
      idle = false;
      act(idleChanged(false));
    };
    wait();
    for (const sign of SIGNS) addEventListener(sign, touch, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) removeEventListener(sign, touch);
    };
  }, [act]);
}
