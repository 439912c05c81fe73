import { describe, expect, it } from 'vitest';
import type { Participant } from '../../../protocol';
import { columnsOf, tilesOf } from './tiles';

const person = (id: string, shows: Partial<Participant['state']>): Participant =>
  ({ user: { id }, state: { video: false, screen: false, ...shows } }) as Participant;

describe('the grid', () => {
  it('has screens before cameras, and nobody who shows nothing', () => {
    const people = [
      person('1', { video: true }),
      person('2', {}),
      person('3', { video: true, screen: true }),
    ];
    expect(tilesOf(people, '3').map(({ key, own }) => [key, own])).toEqual([
      ['3:screen', true],
      ['1:camera', false],
      ['3:camera', true],
    ]);
  });

  it('fills a wide room beside each other and a narrow one below', () => {
    expect(columnsOf(2, 1200, 400)).toBe(2);
    expect(columnsOf(2, 703, 432)).toBe(2);
    expect(columnsOf(2, 390, 500)).toBe(1);
    expect(columnsOf(4, 900, 500)).toBe(2);
    expect(columnsOf(9, 900, 500)).toBe(3);
    expect(columnsOf(1, 900, 500)).toBe(1);
  });
});
