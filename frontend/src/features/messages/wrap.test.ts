import { expect, it } from 'vitest';
import { wrapped } from './wrap';

/** `[` and `]` stand for the ends of the selection. */
const parse = (shown: string) => {
  const from = shown.indexOf('[');
  const to = shown.indexOf(']') - 1;
  return { text: shown.replace(/[[\]]/g, ''), from, to };
};
const show = ({ text, from, to }: ReturnType<typeof parse>): string =>
  `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;

it.each([
  ['a [b] c', '**', 'a **[b]** c'],
  ['a **[b]** c', '**', 'a [b] c'],
  ['a **[b]** c', '*', 'a ***[b]*** c'],
  ['a ***[b]*** c', '*', 'a **[b]** c'],
  ['a *[b]* c', '*', 'a [b] c'],
  ['[]', '**', '**[]**'],
])('%j with %j is %j', (before, mark, after) => {
  expect(show(wrapped(parse(before), mark))).toBe(after);
});
