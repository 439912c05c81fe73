/** Days and hours, as whoever reads would say them. */

import { date, dayFromNow } from '../../language/formats';

const HOUR = { timeStyle: 'short' } as const;
const FULL = { dateStyle: 'full', timeStyle: 'short' } as const;
const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const DATE = { dateStyle: 'long' } as const;

/** 9:41 */
export function hourOf(at: number): string {
  return date(at, HOUR);
}

/** Wednesday, 25 November 2026 at 9:41 */
export function fullOf(at: number): string {
  return date(at, FULL);
}

/** Today, Yesterday, Saturday 21 November, 3 March 2025. */
export function dayOf(at: number, now: number): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) return dayFromNow(days);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return date(at, sameYear ? DAY : DATE);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
