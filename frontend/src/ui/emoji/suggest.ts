/** Emoji for a word that begins with a colon. Loaded when somebody first writes one. */
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
  return find(everything(), query.replaceAll('_', ' ')).map(([emoji, name]) => [
    toned(emoji),
    name,
  ]);
}

/** One of them was taken. */
export const emojiTaken = remember;
