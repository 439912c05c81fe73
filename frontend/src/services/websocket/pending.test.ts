import { expect, it } from 'vitest';
import type { Command } from '../../protocol';
import {
  ANSWER_MAX_MS,
  answered,
  held,
  IN_FLIGHT_MAX,
  queue,
  transmit,
  type Pending,
} from './pending';

const command: Command = { type: 'ping', t: 0 };
const keysOf = (list: readonly Pending[]): string[] => list.map(({ key }) => key);

function queued(...keys: string[]): readonly Pending[] {
  return keys.reduce<readonly Pending[]>((list, key) => queue(list, key, command), []);
}

it('sends each command once until it is answered', () => {
  const [after, due] = transmit(queued('a', 'b'), 0);
  expect(keysOf(due)).toEqual(['a', 'b']);
  expect(transmit(after, 1)[1]).toEqual([]);
  expect(keysOf(transmit(queue(after, 'c', command), 1)[1])).toEqual(['c']);
});

it('keeps the place of a command that is given again', () => {
  expect(keysOf(queue(queued('a', 'b'), 'a', command))).toEqual(['a', 'b']);
});

/** A limit on what is under way: the server counts what comes in a burst. */
it('has only so many on their way at once, in the order they were given', () => {
  const keys = Array.from({ length: IN_FLIGHT_MAX + 2 }, (_, index) => `${index}`);
  const [after, due] = transmit(queued(...keys), 0);
  expect(keysOf(due)).toEqual(keys.slice(0, IN_FLIGHT_MAX));
  const [, next] = transmit(answered(after, '3'), 1);
  expect(keysOf(next)).toEqual([`${IN_FLIGHT_MAX}`]);
});

it('sends again what stays without an answer', () => {
  const [after] = transmit(queued('a'), 0);
  expect(held(after)).toBe(ANSWER_MAX_MS);
  expect(keysOf(transmit(after, ANSWER_MAX_MS - 1)[1])).toEqual([]);
  expect(keysOf(transmit(after, ANSWER_MAX_MS)[1])).toEqual(['a']);
});

it('waits for nothing when there is nothing', () => {
  expect(held([])).toBe(Infinity);
});
