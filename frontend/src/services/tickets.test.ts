import { beforeEach, expect, it, vi } from 'vitest';
import { Tickets } from './tickets';

let now = 0;
let count = 0;
const ask = vi.fn(async () => {
  count += 1;
  return { ticket: `t${count}`, expires_in: 600 };
});
let tickets: Tickets;

beforeEach(() => {
  now = 0;
  count = 0;
  ask.mockClear();
  tickets = new Tickets({ ask, now: () => now });
});

it('asks once for all who want to see a channel', async () => {
  expect(await Promise.all([tickets.for('1'), tickets.for('1')])).toEqual(['t1', 't1']);
  expect(await tickets.for('2')).toBe('t2');
  expect(await tickets.for(null)).toBe('t3');
});

it('asks again before the ticket is worth nothing', async () => {
  await tickets.for('1');
  now = 479_999;
  expect(await tickets.for('1')).toBe('t1');
  now = 480_000;
  expect(await tickets.for('1')).toBe('t2');
});

it('asks again when one opened nothing, and after a refusal', async () => {
  await tickets.for('1');
  tickets.forget('1');
  expect(await tickets.for('1')).toBe('t2');
  ask.mockRejectedValueOnce(new Error('no'));
  await expect(tickets.for('9')).rejects.toThrow('no');
  expect(await tickets.for('9')).toBe('t3');
});

it('forgets whose they were', async () => {
  await tickets.for('1');
  tickets.clear();
  expect(await tickets.for('1')).toBe('t2');
});
