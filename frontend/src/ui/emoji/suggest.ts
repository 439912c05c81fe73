/** Emoji for a word that begins with a colon. Loaded when somebody first writes one. */
import { codesLoaded } from './codes';
import categories from './emoji.json';
import { find, type Category, type Emoji } from './find';
import { called } from './names';
import { remember } from './recent';
import { toned } from './tones';

const ALL = categories as unknown as Category[];

const everything = (): Category[] =>
  ALL.map(({ name, emoji }) => ({ name, emoji: emoji.map(called) }));

/** Those whose name begins with each word of it; `_` stands for a space. In one's own skin tone. */
export function suggestEmoji(query: string): Emoji[] {
  return find(everything(), query).map(([emoji, name, , codes = '']) => [
    toned(emoji),
    name,
    '',
    codes,
  ]);
}

const BY_CODE = new Map(
  ALL.flatMap(({ emoji }) =>
    emoji.flatMap(([sign, , , codes = '']) =>
      codes.split(' ').map((code) => [code, sign] as const),
    ),
  ),
);

codesLoaded((code) => {
  const sign = BY_CODE.get(code);
  return sign === undefined ? null : toned(sign);
});

/** One of them was taken. */
export const emojiTaken = remember;
