/** The time, for what looks different once a moment has passed. */
import { useEffect, useState } from 'react';

/** A timer takes no longer than this (2^31 ms); a moment further away is waited for in steps. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Milliseconds since 1970, anew right after the moment that `next` names; `null` names none. */
export function useNow(next: (now: number) => number | null): number {
  const [now, setNow] = useState(Date.now);
  const at = next(now);
  useEffect(() => {
    if (at === null) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const left = at - Date.now();
      const look = left < 0 ? () => setNow(Date.now()) : wait;
      // One more than is left: what holds until a moment is over after it.
      timer = setTimeout(look, Math.min(Math.max(0, left + 1), TIMER_MAX_MS));
    };
    wait();
    return () => clearTimeout(timer);
  }, [at]);
  return now;
}
