import { expect, it } from 'vitest';
import { endOf } from './saySomething';

it('ends when it was said to end', () => {
  const now = new Date(2026, 10, 22, 22, 30);
  expect(endOf('forever', now)).toBeNull();
  expect(endOf('half-hour', now)).toBe(new Date(2026, 10, 22, 23, 0).toISOString());
  expect(endOf('hours', now)).toBe(new Date(2026, 10, 23, 2, 30).toISOString());
  expect(endOf('today', now)).toBe(new Date(2026, 10, 23).toISOString());
  expect(endOf('week', now)).toBe(new Date(2026, 10, 29, 22, 30).toISOString());
});
