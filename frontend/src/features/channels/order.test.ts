import { describe, expect, it } from 'vitest';
import type { Channel } from '../../protocol';
import { channelOf } from '../../testing/frames';
import { groupsOf, movesOf, step, type Move } from './order';

const at = (id: string, position: number, more: Partial<Channel> = {}): Channel =>
  channelOf(id, { position, ...more });
const under = (id: string, position: number): Channel => at(id, position, { parentId: '50' });
const list = [
  at('1', 0),
  at('2', 1),
  at('50', 0, { kind: 'category' }),
  at('60', 1, { kind: 'category' }),
  under('3', 0),
  under('4', 1),
];
const brief = (moves: Move[]): string[] =>
  moves.map(({ id, position, parentId }) => `${id} to ${position} under ${parentId}`);

it('stands under its category; on its own where that is not to be seen', () => {
  const groups = groupsOf([...list, at('9', 5, { parentId: '77' })]);
  expect(
    groups.map(({ category, channels }) => [category?.id, channels.map(({ id }) => id)]),
  ).toEqual([
    [undefined, ['1', '2', '9']],
    ['50', ['3', '4']],
    ['60', []],
  ]);
});

describe('moving', () => {
  it('changes only those who must make room', () => {
    expect(brief(movesOf(list, '2', { parentId: null, index: 0 }))).toEqual([
      '2 to 0 under null',
      '1 to 1 under null',
    ]);
    expect(movesOf(list, '2', { parentId: null, index: 1 })).toEqual([]);
    expect(brief(movesOf(list, '2', { parentId: '50', index: 2 }))).toEqual(['2 to 2 under 50']);
  });

  it('orders those that stood at the same place', () => {
    const same = [at('1', 0), at('2', 0), at('3', 0)];
    expect(brief(movesOf(same, '3', { parentId: null, index: 1 }))).toEqual([
      '3 to 1 under null',
      '2 to 2 under null',
    ]);
  });

  it('puts no category under another', () => {
    expect(brief(movesOf(list, '60', { parentId: '50', index: 0 }))).toEqual([
      '60 to 0 under null',
      '50 to 1 under null',
    ]);
  });
});

describe('a step', () => {
  it('goes through the group, and then into the next', () => {
    expect(brief(step(list, '1', 1))).toEqual(['2 to 0 under null', '1 to 1 under null']);
    expect(brief(step(list, '2', 1))).toEqual([
      '2 to 0 under 50',
      '3 to 1 under 50',
      '4 to 2 under 50',
    ]);
    expect(brief(step(list, '3', -1))).toEqual(['3 to 2 under null']);
    expect(brief(step(list, '4', 1))).toEqual(['4 to 0 under 60']);
  });

  it('ends at the ends', () => {
    expect(step(list, '1', -1)).toEqual([]);
    expect(step(list, '50', -1)).toEqual([]);
    expect(step(list, '60', 1)).toEqual([]);
  });

  it('moves categories among themselves', () => {
    expect(brief(step(list, '60', -1))).toEqual(['60 to 0 under null', '50 to 1 under null']);
  });
});
