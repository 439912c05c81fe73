/**
 * Moments and days, as a list or a sentence says them. `at` is a time as the server writes it, or in
 * milliseconds since 1970.
 */

import { date } from '../language/formats';

/** 25 Nov 2026, 9:41 */
export function momentOf(at: string | number): string {
  return date(new Date(at), { dateStyle: 'medium', timeStyle: 'short' });
}

/** 25 Nov 2026 */
export function dayOf(at: string | number): string {
  return date(new Date(at), { dateStyle: 'medium' });
}
