import { expect, it } from 'vitest';
import { placeAt } from './useReorder';

/** Four rows of 40 pixels. */
const MIDDLES = [20, 60, 100, 140];

it.each([
  ['where it was', 1, 60, 1],
  ['above all', 3, 2, 0],
  ['below all', 0, 500, 3],
  ['past the middle of the next', 0, 65, 1],
  ['not yet past it', 0, 55, 0],
])('puts a row %s', (_what, from, y, place) => {
  expect(placeAt(MIDDLES, from, y)).toBe(place);
});
