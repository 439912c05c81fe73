/**
 * Which language the client speaks, and the words it says in it.
 *
 * English is the source: each catalogue is a `words.ts` (or another name) beside what says it, and holds English.
 * Another language is a file beside it, `words.ar.ts`, of the same type; `app/speaking.ts` loads them.
 * Words are read when they are said, never when a module loads: by then another language may be spoken.
 */

/** Those there are; the first is the source. */
export const LANGUAGES = ['en', 'ar'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What each calls itself. */
export const OWN_NAMES: Record<Language, string> = { en: 'English', ar: 'العربية' };

/** Catalogues of one language, by their place below `src`, without an ending. */
export type Table = Readonly<Record<string, object>>;

let spoken: Language = 'en';
let table: Table = {};
/** The names of names: `en-GB` says more than `en` about how to write a date. */
let wished: readonly string[] = globalThis.navigator?.languages ?? [];
const catalogues = new Map<string, { words: object; english: object }>();
const listeners = new Set<() => void>();

/** Words, in whichever language is spoken. `place` is where its file lies below `src`, without an ending. */
export function catalogue<Words extends object>(place: string, english: Words): Words {
  const words = { ...english, ...table[place] };
  catalogues.set(place, { words, english });
  return words;
}

/** From now on, all words are of this language. What is on the screen has to be drawn again. */
export function speak(language: Language, words: Table): void {
  spoken = language;
  table = words;
  wished = globalThis.navigator?.languages ?? [];
  for (const [place, each] of catalogues) Object.assign(each.words, each.english, words[place]);
  for (const listener of listeners) listener();
}

/** What is spoken. */
export function spokenLanguage(): Language {
  return spoken;
}

/** Calls back whenever another language is spoken; what is returned ends that. */
export function onSpoken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How people here write dates and numbers: as their browser says, if it means this language. */
export function locale(): string {
  return wished.find((tag) => isOf(tag, spoken)) ?? spoken;
}

/** Where lines begin. */
export function directionOf(which: Language): 'ltr' | 'rtl' {
  return which === 'ar' ? 'rtl' : 'ltr';
}

/** Whether lines go from right to left. */
export function isMirrored(): boolean {
  return directionOf(spoken) === 'rtl';
}

/** The arrow key that leads on along a line. */
export function onward(): 'ArrowRight' | 'ArrowLeft' {
  return isMirrored() ? 'ArrowLeft' : 'ArrowRight';
}

/** The arrow key that leads back along a line. */
export function backward(): 'ArrowRight' | 'ArrowLeft' {
  return isMirrored() ? 'ArrowRight' : 'ArrowLeft';
}

/** The first of a browser's languages that there is here. `public/looks.js` says the same before the first paint. */
export function bestOf(tags: readonly string[]): Language {
  for (const tag of tags) {
    const found = LANGUAGES.find((each) => isOf(tag, each));
    if (found) return found;
  }
  return LANGUAGES[0];
}

function isOf(tag: string, which: Language): boolean {
  return tag.toLowerCase().split('-')[0] === which;
}
