/** How long somebody is silenced. */
import type { Member } from '../../protocol';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In seconds, and in words. */
const DURATIONS: readonly (readonly [seconds: number, label: string])[] = [
  [MINUTE, '1 minute'],
  [5 * MINUTE, '5 minutes'],
  [10 * MINUTE, '10 minutes'],
  [HOUR, '1 hour'],
  [DAY, '1 day'],
  [7 * DAY, '1 week'],
  [28 * DAY, '28 days'],
];

/** Those that the server takes. */
export function durationsUpTo(max: number | undefined): (readonly [number, string])[] {
  return DURATIONS.filter(([seconds]) => max === undefined || seconds <= max);
}

/** When a time-out that begins now ends. The longest one ends a minute early: clocks differ. */
export function endOf(seconds: number, max: number | undefined, now: number): string {
  const last = max === undefined ? seconds : Math.min(seconds, Math.max(max - MINUTE, MINUTE));
  return new Date(now + last * 1_000).toISOString();
}

/** Until when somebody may not speak; `null` when they may. */
export function silencedUntil({ timeoutUntil }: Member, now: number): Date | null {
  const until = timeoutUntil === null ? null : new Date(timeoutUntil);
  return until !== null && until.getTime() > now ? until : null;
}
