/** Skin tones: which emoji have them, and which one somebody prefers. */

import { words } from './words';

const KEY = 'parlor.emoji-tone';

/** None, then from light to dark. */
export const TONES = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

/** What each is called, for those who do not see it. */
export const toneNames = (): string[] => [
  words.noSkinTone,
  words.light,
  words.mediumLight,
  words.medium,
  words.mediumDark,
  words.dark,
];

/** The tone somebody chose in this browser. */
export function chosenTone(): string {
  try {
    return TONES[Number(localStorage.getItem(KEY))] ?? '';
  } catch {
    return '';
  }
}

/** Remembers a choice. */
export function chooseTone(tone: string): void {
  try {
    localStorage.setItem(KEY, String(Math.max(0, TONES.indexOf(tone))));
  } catch {
    // Forbidden or full: then it holds for this time.
  }
}

/** An emoji in a tone; those without skin stay as they are. */
export function toned(emoji: string, tone: string = chosenTone()): string {
  if (tone === '' || !/^\p{Emoji_Modifier_Base}/u.test(emoji)) return emoji;
  const [base = '', ...rest] = emoji;
  const tail = rest[0] === '\uFE0F' || TONES.includes(rest[0] ?? '') ? rest.slice(1) : rest;
  const changed = base + tone + tail.join('');
  // Some groups of people have no tones: what is not one emoji is not made.
  return /^\p{RGI_Emoji}$/v.test(changed) ? changed : emoji;
}

/** The same emoji without a tone, as it stands in the list. */
export function untoned(emoji: string): string {
  return [...emoji].filter((each) => !TONES.includes(each)).join('');
}
