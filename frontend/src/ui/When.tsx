/** A moment, as somebody would say it who looks back: 9:41, Yesterday 9:41, 21 Nov, 3 Mar 2025. */
import { useState } from 'react';
import { date, dayFromNow } from '../language/formats';

const HOUR = { timeStyle: 'short' } as const;
const DAY = { day: 'numeric', month: 'short' } as const;
const DATE = { dateStyle: 'medium' } as const;
const FULL = { dateStyle: 'full', timeStyle: 'short' } as const;

const DAY_MS = 86_400_000;

/** In few words. */
export function whenOf(at: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return date(at, HOUR);
  if (days === 1) return `${dayFromNow(-1)} ${date(at, HOUR)}`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return date(at, sameYear ? DAY : DATE);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** `at` is a time as the server writes it. Pointing at it says it in full. */
export function When({ at }: { at: string }) {
  const [now] = useState(() => Date.now());
  const moment = Date.parse(at);
  return (
    <time className="when" dateTime={at} title={date(moment, FULL)}>
      {whenOf(moment, now)}
    </time>
  );
}
