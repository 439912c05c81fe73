import { describe, expect, it } from 'vitest';
import { memberOf, userOf } from '../../testing/frames';
import { durationsUpTo, endOf, silencedUntil } from './timeout';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const DAYS_28 = 28 * 86_400;

describe('a time-out', () => {
  it('is offered as long as the server takes it', () => {
    expect(durationsUpTo(DAYS_28).at(-1)?.[1]).toBe('28 days');
    expect(durationsUpTo(3_600).at(-1)?.[1]).toBe('1 hour');
  });

  it('ends when it was said, and the longest a minute before it must', () => {
    expect(endOf(3_600, DAYS_28, NOW)).toBe('2026-11-22T11:00:00.000Z');
    expect(endOf(DAYS_28, DAYS_28, NOW)).toBe('2026-12-20T09:59:00.000Z');
  });

  it.each([
    ['none', null, null],
    ['over', '2026-11-22T09:59:59.000Z', null],
    ['not over', '2026-11-22T10:00:01.000Z', '2026-11-22T10:00:01.000Z'],
  ])('is %s', (_what, timeoutUntil, expected) => {
    const member = { ...memberOf(userOf('2')), timeoutUntil };
    expect(silencedUntil(member, NOW)?.toISOString() ?? null).toBe(expected);
  });
});
