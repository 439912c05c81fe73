import { expect, it } from 'vitest';
import { dayOf } from './times';

const NOW = new Date(2026, 10, 22, 12).getTime();
const at = (...date: [number, number, number, number?]): string =>
  dayOf(new Date(...date).getTime(), NOW);

it('calls the last two days by their names', () => {
  expect(at(2026, 10, 22, 0)).toBe('Today');
  expect(at(2026, 10, 21, 23)).toBe('Yesterday');
});

it('names other days of this year by weekday, of other years by year', () => {
  expect(at(2026, 10, 20)).toMatch(/^(?!.*2026).*20/);
  expect(at(2025, 10, 20)).toMatch(/2025/);
});

/** A day of 23 or 25 hours is a day. */
it('counts days, not hours', () => {
  const night = new Date(2026, 2, 30, 1).getTime();
  expect(dayOf(new Date(2026, 2, 29, 1).getTime(), night)).toBe('Yesterday');
});
