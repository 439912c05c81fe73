import { describe, expect, it } from 'vitest';
import { folded } from './fold';
import { aroundHit, marked } from './mark';

const hits = (text: string, ...terms: string[]): string[] =>
  marked(text, terms)
    .filter(({ hit }) => hit)
    .map(({ text: piece }) => piece);

it('compares without case, width and accents', () => {
  expect(folded('Éclair ＡＢＣ Ångström Ёлка')).toBe('eclair abc angstrom елка');
});

describe('marking', () => {
  it('finds the words as they were written', () => {
    expect(hits('The KEY is under the Schlüssel.', 'key', 'schlussel')).toEqual([
      'KEY',
      'Schlüssel',
    ]);
  });

  it('finds words where they begin, and not inside others', () => {
    expect(hits('monkey key keyring 🗝key', 'key')).toEqual(['key', 'key', 'key']);
    expect(hits('Höhlenkey', 'key')).toEqual([]);
  });

  it('finds any part of what is written without spaces', () => {
    expect(hits('明日は東京都へ行く', '京都')).toEqual(['京都']);
  });

  it('gives back the whole text, and takes the longer of two', () => {
    const text = 'frost cloth, frost';
    const pieces = marked(text, ['frost', 'frost cloth']);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(hits(text, 'frost', 'frost cloth')).toEqual(['frost cloth', 'frost']);
    expect(marked('', ['a'])).toEqual([]);
    expect(marked('as it is', [''])).toEqual([{ text: 'as it is', hit: false }]);
  });

  it('cuts a long beginning before the first hit, at a word', () => {
    const pieces = aroundHit(marked(`${'word '.repeat(60)}needle after`, ['needle']));
    expect(pieces[0]?.text).toMatch(/^… word/);
    expect(pieces[0]?.text.length).toBeLessThan(64);
    const short = marked('short needle', ['needle']);
    expect(aroundHit(short)).toBe(short);
  });
});
