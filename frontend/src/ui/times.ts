/**
 * Moments and days, as a list or a sentence says them. `at` is a time as the server writes it, or in
 * milliseconds since 1970.
 */

const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** 25 Nov 2026, 9:41 */
export function momentOf(at: string | number): string {
  return MOMENT.format(new Date(at));
}

/** 25 Nov 2026 */
export function dayOf(at: string | number): string {
  return DAY.format(new Date(at));
}
