import { expect, it } from 'vitest';
import { memberOf, userOf } from '../testing/frames';
import { isTimedOut, timedOutUntil } from './permissions';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');

it.each([
  ['not at all', null, null],
  ['no longer', '2026-11-22T09:59:59.000Z', null],
  ['still', '2026-11-22T10:00:01.000Z', '2026-11-22T10:00:01.000Z'],
])('somebody is timed out %s', (_what, timeoutUntil, expected) => {
  const member = { ...memberOf(userOf('2')), timeoutUntil };
  expect(timedOutUntil(member, NOW)).toBe(expected === null ? null : Date.parse(expected));
  expect(isTimedOut(member, NOW)).toBe(expected !== null);
});
