import { expect, it } from 'vitest';
import { keyOf } from './keys';

it.each([
  ['k', 'KeyK', 'k'],
  // A layout of another order: what is printed counts, not the place.
  ['k', 'KeyT', 'k'],
  ['ن', 'KeyK', 'k'],
  ['ب', 'KeyF', 'f'],
  ['ظ', 'Slash', '/'],
  ['Escape', 'Escape', 'Escape'],
  ['ذ', 'Backquote', 'ذ'],
])('%j at %s is %j', (key, code, named) => {
  expect(keyOf({ key, code })).toBe(named);
});
