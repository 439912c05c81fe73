import { beforeEach, describe, expect, it } from 'vitest';
import { codesLoaded } from '../../ui/emoji/codes';
import { closed, suggest, SUGGESTIONS_MAX, wordAt, type Word } from './completion';
import type { Nameable } from './mentions';

const HOUSE: Nameable = {
  people: [
    { id: '1', handle: 'ada', name: 'Ada' },
    { id: '2', handle: 'bo', name: 'Lindqvist, Bo' },
    { id: '3', handle: 'carla', name: 'Carla Boden' },
  ],
  roles: [{ id: '4', name: 'Board' }],
  channels: [{ id: '5', name: 'botany' }],
};

describe('the word at the caret', () => {
  const at = (text: string): string | null => {
    const word = wordAt(text, text.length);
    return word && `${word.sign}${word.query} ${word.from}-${word.to}`;
  };

  it.each([
    ['@', '@ 0-1'],
    ['hello @b', '@b 6-8'],
    ['(#se', '#se 1-4'],
    ['"@jos\u00E9', '@jos\u00E9 1-6'],
    [':ta', ':ta 0-3'],
    [':t', null],
    ['me@home', null],
    ['12:30', null],
    ['@ada ', null],
    ['`@a', null],
    ['`x` @a', '@a 4-6'],
    ['```\n@a', null],
    ['```\nx\n``` @a', '@a 10-12'],
    ['', null],
  ])('of %j is %j', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('ends at the caret', () => {
    expect(wordAt('@ada and more', 2)).toMatchObject({ query: 'a', to: 2 });
  });
});

describe('a name of an emoji that is closed', () => {
  beforeEach(() => codesLoaded((code) => ({ tada: '🎉', '+1': '👍' })[code] ?? null));

  it.each([
    [':tada:', '🎉'],
    ['well done :+1:', 'well done 👍'],
    ['(:TADA:', '(🎉'],
    ['`:tada:', null],
    [':nothing:', null],
    ['12:30:', null],
    ['tada:', null],
  ])('%j -> %j', (text, expected) => {
    expect(closed(text, text.length)?.text ?? null).toBe(expected);
  });

  it('leaves what follows, and the caret before it', () => {
    expect(closed('so :tada: it is', 9)).toEqual({ text: 'so 🎉 it is', caret: 5 });
  });
});

describe('what it may become', () => {
  const word = (sign: Word['sign'], query: string): Word => ({ sign, query, from: 0, to: 9 });
  const offered = (sign: Word['sign'], query: string, callAll = false): string[] =>
    suggest(word(sign, query), HOUSE, callAll).map(({ insert }) => insert);

  it('is whoever is called so, by whichever of their names', () => {
    expect(offered('@', 'bo')).toEqual(['@bo', '@carla', '@Board']);
    expect(offered('@', 'zzz')).toEqual([]);
  });

  it('is everybody only for who may call everybody', () => {
    expect(offered('@', 'every')).toEqual([]);
    expect(offered('@', 'every', true)).toEqual(['@everyone']);
  });

  it('is a channel', () => {
    expect(offered('#', 'bot')).toEqual(['#botany']);
  });

  it('is a short list', () => {
    const people = Array.from({ length: 50 }, (_, index) => ({
      id: String(index),
      handle: `p${index}`,
      name: `P ${index}`,
    }));
    expect(suggest(word('@', 'p'), { ...HOUSE, people }, true)).toHaveLength(SUGGESTIONS_MAX);
  });
});
