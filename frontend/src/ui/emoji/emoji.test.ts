// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import data from './emoji.json';
import { find, type Category, type Emoji } from './find';
import { ar } from './names.ar';
import { COLUMNS, nextPlace, placed } from './places';
import { recentEmoji, remember } from './recent';

const ALL = data as unknown as Category[];
const every = ALL.flatMap(({ emoji }) => emoji.map(([each]) => each));

describe('the data', () => {
  it('names each emoji once', () => {
    expect(new Set(every).size).toBe(every.length);
    expect(ALL.flatMap(({ emoji }) => emoji).every(([, name]) => name.length > 1)).toBe(true);
  });

  /** What the picker offers, the server takes: one emoji of at most 64 bytes. */
  it('holds nothing but single emoji', () => {
    const one = /^\p{RGI_Emoji}$/v;
    expect(every.filter((emoji) => !one.test(emoji))).toEqual([]);
    const bytes = every.map((emoji) => new TextEncoder().encode(emoji).length);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(64);
  });
});

describe('in Arabic', () => {
  const arabic = ALL.map(({ name, emoji }) => ({
    name,
    emoji: emoji.map(([each, english]): Emoji => [each, ar.of[each] ?? '', english]),
  }));

  it('names each of them, and no other', () => {
    expect(Object.keys(ar.of).toSorted()).toEqual(every.toSorted());
  });

  it.each([
    ['قلب احمر', '❤️'],
    ['صاروخ', '🚀'],
    ['rocket', '🚀'],
    ['تصفيق', '👏'],
  ])('finds by %j first %s', (query, emoji) => {
    expect(find(arabic, query)[0]?.[0]).toBe(emoji);
  });
});

describe('between colons', () => {
  it("one name means one emoji, in one's own tone", async () => {
    const { emojiOf } = await import('./codes');
    expect(emojiOf('tada')).toBeNull();
    await import('./suggest');
    expect(['tada', 'Joy', '+1', 'flag_de', 'nobody'].map(emojiOf)).toEqual([
      '🎉',
      '😂',
      '👍',
      '🇩🇪',
      null,
    ]);
    localStorage.setItem('parlor.emoji-tone', '5');
    expect(emojiOf('+1')).toBe('👍🏿');
  });
});

describe('find', () => {
  const first = (query: string): string | undefined => find(ALL, query)[0]?.[0];

  it.each([
    ['thumbs up', '👍'],
    ['tada', '🎉'],
    ['rocket', '🚀'],
    ['Rocket', '🚀'],
    ['seedling', '🌱'],
    ['🔥', '🔥'],
    ['joy', '😂'],
    ['hea', '❤️'],
    ['heart', '❤️'],
    ['+1', '👍'],
    ['thumbs_up', '👍'],
    ['100', '💯'],
    ['germany', '🇩🇪'],
  ])('finds by %j first %s', (query, emoji) => {
    expect(first(query)).toBe(emoji);
  });

  it('finds by the beginning of a word, and nothing by none', () => {
    expect(find(ALL, 'rock').map(([emoji]) => emoji)).toContain('🚀');
    expect(find(ALL, 'qqq')).toEqual([]);
    expect(find(ALL, 'rocket qqq')).toEqual([]);
  });
});

describe('the arrow keys', () => {
  const emoji = (count: number): Category['emoji'] =>
    Array.from({ length: count }, (_, index) => [`${index}`, 'name']);
  // 0..9 in two rows, 10..12 in one.
  const sections = placed([
    { name: 'A', emoji: emoji(COLUMNS + 2) },
    { name: 'B', emoji: emoji(3) },
  ]);

  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 12, 12],
    ['ArrowLeft', 0, 0],
    ['ArrowLeft', 10, 9],
    ['ArrowDown', 0, 8],
    ['ArrowDown', 5, 9],
    ['ArrowDown', 9, 11],
    ['ArrowDown', 11, 11],
    ['ArrowUp', 12, 9],
    ['ArrowUp', 8, 0],
    ['ArrowUp', 3, 3],
    ['Home', 3, null],
  ])('%s from %i lead to %j', (key, from, to) => {
    expect(nextPlace(key, from, sections)).toBe(to);
  });

  it('lead nowhere in nothing', () => {
    expect(nextPlace('ArrowDown', 0, placed([]))).toBeNull();
  });
});

describe('recent', () => {
  beforeEach(() => localStorage.clear());

  it('puts what was used last first, each once, and offers common ones before', () => {
    expect(recentEmoji()[0]).toBe('👍');
    remember('🚀');
    remember('🌱');
    remember('🚀');
    expect(recentEmoji().slice(0, 3)).toEqual(['🚀', '🌱', '👍']);
  });

  it('keeps as many as fit, and survives what others wrote there', () => {
    for (const each of every.slice(0, 40)) remember(each);
    expect(recentEmoji()).toHaveLength(16);
    localStorage.setItem('parlor.emoji', '{"not":"a list"}');
    expect(recentEmoji()[0]).toBe('👍');
    localStorage.setItem('parlor.emoji', '[');
    expect(recentEmoji()[0]).toBe('👍');
  });
});
