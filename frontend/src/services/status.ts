/** How long the line about what one is up to is shown. */

import { words } from './statusWords';

/** In the order they are offered. */
const STATUS_LASTS = ['as-it-is', 'for-ever', 'half-an-hour', 'hours', 'today', 'week'] as const;

/** What one can choose. */
export type StatusLasts = (typeof STATUS_LASTS)[number];

/** What can be chosen, where it ends at `before`; without, as long as before says nothing. */
export function statusLasts(
  before: string | undefined,
): readonly (readonly [value: StatusLasts, label: string])[] {
  return STATUS_LASTS.filter((lasts) => lasts !== 'as-it-is' || before !== undefined).map(
    (lasts) => [lasts, words[lasts]] as const,
  );
}

const MINUTE_MS = 60_000;

/** When it ends; `undefined` = it stays. Days and weeks end as the clock on this wall does, Sunday last. */
export function endOfStatus(
  lasts: StatusLasts,
  before: string | undefined,
  now: Date,
): string | undefined {
  const midnight = (days: number): string =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
  const inMinutes = (minutes: number): string =>
    new Date(now.getTime() + minutes * MINUTE_MS).toISOString();
  switch (lasts) {
    case 'as-it-is':
      return before;
    case 'for-ever':
      return undefined;
    case 'half-an-hour':
      return inMinutes(30);
    case 'hours':
      return inMinutes(240);
    case 'today':
      return midnight(1);
    case 'week':
      return midnight(8 - (now.getDay() || 7));
  }
}
