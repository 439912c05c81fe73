import { expect, it } from 'vitest';
import { whenOf } from './When';

it('says less the longer it is ago', () => {
  const now = new Date(2026, 10, 28, 12, 0).getTime();
  const when = (...at: [number, number, number, number?, number?]): string =>
    whenOf(new Date(...at).getTime(), now);
  expect(when(2026, 10, 28, 0, 5)).toMatch(/^\d?\d:05/);
  expect(when(2026, 10, 27, 23, 59)).toMatch(/^Yesterday \d+:59/);
  expect(when(2026, 10, 21)).toMatch(/21/);
  expect(when(2026, 10, 21)).not.toMatch(/2026/);
  expect(when(2025, 2, 3)).toMatch(/2025/);
});
