/** A moment, as somebody would say it who looks back: 9:41, Yesterday 9:41, 21 Nov, 3 Mar 2025. */
import { useState } from 'react';

const HOUR = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const DAY_MS = 86_400_000;

/** In few words. */
export function whenOf(at: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return HOUR.format(at);
  if (days === 1) {
    const word = RELATIVE.format(-1, 'day');
    return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${HOUR.format(at)}`;
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? DAY : DATE).format(at);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** `at` is a time as the server writes it. Pointing at it says it in full. */
export function When({ at }: { at: string }) {
  const [now] = useState(() => Date.now());
  const moment = Date.parse(at);
  return (
    <time className="when" dateTime={at} title={FULL.format(moment)}>
      {whenOf(moment, now)}
    </time>
  );
}
