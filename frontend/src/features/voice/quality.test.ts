import { expect, it } from 'vitest';
import { gradeOf } from './quality';

const FINE = { rttMs: 20, lossUp: 0, lossDown: 0, jitterMs: 3 };

it('is as good as the worst of its numbers', () => {
  expect(gradeOf(null)).toBe('unknown');
  expect(gradeOf(FINE)).toBe('good');
  expect(gradeOf({ ...FINE, rttMs: 300 })).toBe('fair');
  expect(gradeOf({ ...FINE, lossDown: 0.05 })).toBe('fair');
  expect(gradeOf({ ...FINE, lossUp: 0.2 })).toBe('poor');
  expect(gradeOf({ ...FINE, jitterMs: 200 })).toBe('poor');
});
