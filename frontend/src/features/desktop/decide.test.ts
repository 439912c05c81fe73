import { expect, it } from 'vitest';
import { decide, LATE_MS, writtenAt, type Circumstances } from './decide';

const WRITTEN = Date.UTC(2026, 10, 22, 10);
const idOf = (at: number): string => String(BigInt(at - Date.UTC(2026, 0, 1)) << 22n);
const CALL = { messageId: idOf(WRITTEN), messageSeq: 7 };
const decided = (more: Partial<Circumstances> = {}) =>
  decide(CALL, {
    allowed: true,
    speaks: true,
    status: 'online',
    readSeq: 6,
    now: WRITTEN + 1_000,
    ...more,
  });

it('reads the time of an id', () => {
  expect(writtenAt(idOf(WRITTEN))).toBe(WRITTEN);
});

it('shows what calls somebody who wants it', () => {
  expect(decided()).toBe('show');
  expect(decided({ status: 'idle' })).toBe('show');
  expect(decided({ status: 'offline' })).toBe('show');
  expect(decided({ status: undefined })).toBe('show');
});

it('shows nothing where it is not wanted, and everything in one window only', () => {
  expect(decided({ allowed: false })).toBe('not allowed');
  expect(decided({ speaks: false })).toBe('another window');
  expect(decided({ status: 'dnd' })).toBe('do not disturb');
});

it('shows nothing that was read elsewhere, or long ago', () => {
  expect(decided({ readSeq: 7 })).toBe('read');
  expect(decided({ now: WRITTEN + LATE_MS })).toBe('show');
  expect(decided({ now: WRITTEN + LATE_MS + 1 })).toBe('late');
});
