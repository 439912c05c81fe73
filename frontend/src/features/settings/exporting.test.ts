import { expect, it } from 'vitest';
import type { Problem } from '../../protocol';
import { Refusal, Unreachable } from '../../services/api/problem';
import { againAt, areTooMany } from './exporting';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const MINUTE = 60_000;

it.each([
  ['none', [], false],
  ['fewer', [NOW - MINUTE], false],
  ['as many, one of them longer ago', [NOW - 60 * MINUTE, NOW], false],
  ['as many', [NOW - 59 * MINUTE, NOW], true],
])('too many were begun: %s', (_what, begun, expected) => {
  expect(areTooMany(begun, 2, NOW)).toBe(expected);
});

const refused = (code: Problem['code'], retryAfterMs: number): Refusal =>
  new Refusal({
    type: 'about:blank',
    title: '',
    status: 0,
    detail: '',
    code,
    retryAfterMs,
    requestId: '',
  });

it('knows when to come back, where it is about oneself', () => {
  expect(againAt(refused('RATE_LIMITED', 90_000), NOW)).toBe(NOW + 90_000);
  expect(againAt(refused('OVERLOADED', 2_000), NOW)).toBeNull();
  expect(againAt(new Unreachable(), NOW)).toBeNull();
});
