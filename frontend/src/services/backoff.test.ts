import { expect, it } from 'vitest';
import { backoff, BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from './backoff';

it('doubles with each failure up to a limit, and spreads from nothing to all of it', () => {
  const longest = Array.from({ length: 9 }, (_, failures) => backoff(failures, () => 1));
  const doubled = Array.from({ length: 9 }, (_, failures) => BACKOFF_FIRST_MS * 2 ** failures);
  expect(longest).toEqual(doubled.map((each) => Math.min(each, BACKOFF_MAX_MS)));
  expect(backoff(5, () => 0)).toBe(0);
  expect(backoff(5, () => 0.5)).toBe((BACKOFF_FIRST_MS * 2 ** 5) / 2);
  expect(backoff(5_000, () => 1)).toBe(BACKOFF_MAX_MS);
});
