import { expect, it } from 'vitest';
import { charsIn, spliced, tidied } from './text';

it.each([
  ['hello', 'hello'],
  ['hello  \n\n', 'hello'],
  ['\n \n  hello', '  hello'],
  ['one\n\ntwo', 'one\n\ntwo'],
  [' \n\t ', ''],
  ['', ''],
])('sends %j as %j', (typed, sent) => {
  expect(tidied(typed)).toBe(sent);
});

/** The server's way: Unicode scalar values, not UTF-16 units and not what looks like one letter. */
it.each([
  ['abc', 3],
  ['ä', 1],
  ['😀', 1],
  ['👩‍🚀', 3],
  ['', 0],
])('counts %j as %i', (text, count) => {
  expect(charsIn(text)).toBe(count);
});

it('puts an emoji where the caret is, in place of what is selected', () => {
  expect(spliced('ab', '😀', 1, 1)).toBe('a😀b');
  expect(spliced('abc', '😀', 1, 2)).toBe('a😀c');
  expect(spliced('', '😀', 0, 0)).toBe('😀');
});
