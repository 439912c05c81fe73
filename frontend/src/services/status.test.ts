import { expect, it } from 'vitest';
import { endOfStatus, type StatusLasts } from './status';

/** A Wednesday afternoon on the wall, wherever the wall is. */
const NOW = new Date(2026, 10, 25, 15, 30);
const BEFORE = '2026-11-25T18:00:00.000Z';

it.each<[StatusLasts, string | undefined]>([
  ['as-it-is', BEFORE],
  ['for-ever', undefined],
  ['half-an-hour', new Date(2026, 10, 25, 16, 0).toISOString()],
  ['hours', new Date(2026, 10, 25, 19, 30).toISOString()],
  ['today', new Date(2026, 10, 26).toISOString()],
  ['week', new Date(2026, 10, 30).toISOString()],
])('a status for %s ends at %s', (lasts, end) => {
  expect(endOfStatus(lasts, BEFORE, NOW)).toBe(end);
});

it('a week that is chosen on a Sunday ends with it', () => {
  const sunday = new Date(2026, 10, 29, 12);
  expect(endOfStatus('week', undefined, sunday)).toBe(new Date(2026, 10, 30).toISOString());
});
