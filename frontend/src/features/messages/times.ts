/** Days and hours, as whoever reads would say them. */

const HOUR = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** 9:41 */
export function hourOf(at: number): string {
  return HOUR.format(at);
}

/** Wednesday, 25 November 2026 at 9:41 */
export function fullOf(at: number): string {
  return FULL.format(at);
}

/** Today, Yesterday, Saturday 21 November, 3 March 2025. */
export function dayOf(at: number, now: number): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) return capital(RELATIVE.format(days, 'day'));
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? DAY : DATE).format(at);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
