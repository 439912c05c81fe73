import { describe, expect, it } from 'vitest';
import { keyOf, wishesOf } from './wishes';

const sights = new Map([
  [keyOf('1', 'camera'), 300],
  [keyOf('2', 'screen'), 1600],
  [keyOf('3', 'camera'), 700],
]);

describe('what one wants to see', () => {
  it('is as good as it is large, the largest first', () => {
    expect(wishesOf(sights, 'auto')).toEqual([
      { userId: '2', kind: 'screen', quality: 'high' },
      { userId: '3', kind: 'camera', quality: 'mid' },
      { userId: '1', kind: 'camera', quality: 'low' },
    ]);
  });

  it('is at most as good as one chose', () => {
    expect(wishesOf(sights, 'mid').map(({ quality }) => quality)).toEqual(['mid', 'mid', 'low']);
    expect(wishesOf(sights, 'high').map(({ quality }) => quality)).toEqual(['high', 'mid', 'low']);
  });
});
