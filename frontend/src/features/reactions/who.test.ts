import { expect, it } from 'vitest';
import { said } from './who';

it.each([
  [['Bo'], 1, 'Bo'],
  [['Bo', 'Cy'], 2, 'Bo and Cy'],
  [['Bo', 'Cy'], 7, 'Bo, Cy, and 5 more'],
])('says of %j among %i: %s', (names, count, expected) => {
  expect(said(names, count)).toBe(expected);
});
