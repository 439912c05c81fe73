/** Finds in a text what somebody looked for, to show it there. */
import { fold, folded } from './fold';

/** A piece of a text; joined, the pieces are the text again. */
export interface Marked {
  text: string;
  hit: boolean;
}

/** What is written without spaces: there any part of a word may be what was looked for. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Marks each term where a word begins with it. */
export function marked(text: string, terms: readonly string[]): Marked[] {
  const { text: plain, at } = fold(text);
  const wanted = terms.map(folded).filter((term) => term !== '');
  const pieces: Marked[] = [];
  let end = 0;
  for (const [from, to] of spans(plain, wanted)) {
    const [start, stop] = [at[from] ?? 0, at[to] ?? text.length];
    if (start < end || stop <= start) continue;
    if (start > end) pieces.push({ text: text.slice(end, start), hit: false });
    pieces.push({ text: text.slice(start, stop), hit: true });
    end = stop;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hit: false });
  return pieces;
}

/** Where the terms stand, in order; of those that begin at one place the longest first. */
function spans(plain: string, terms: readonly string[]): [from: number, to: number][] {
  const found = terms.flatMap((term) => {
    const places: [number, number][] = [];
    for (let from = plain.indexOf(term); from >= 0; from = plain.indexOf(term, from + 1)) {
      if (beginsAt(plain, from, term)) places.push([from, from + term.length]);
    }
    return places;
  });
  return found.toSorted((a, b) => a[0] - b[0] || b[1] - a[1]);
}

function beginsAt(plain: string, from: number, term: string): boolean {
  if (from === 0 || UNSPACED.test(term.charAt(0))) return true;
  // The character before, also where it takes two units.
  return !/[\p{L}\p{N}]$/u.test(plain.slice(Math.max(0, from - 2), from));
}

/** How much stands before the first hit, so that the hit is in sight. */
const BEFORE_CHARS = 60;

/** Cuts what stands before the first hit, where it is long. */
export function aroundHit(pieces: Marked[]): Marked[] {
  const [first, second] = pieces;
  if (!first || first.hit || !second || first.text.length <= 2 * BEFORE_CHARS) return pieces;
  const tail = first.text.slice(-BEFORE_CHARS);
  // From the beginning of a word, where there is one.
  const word = tail.search(/\s\S/);
  return [{ text: `…${word < 0 ? tail : tail.slice(word)}`, hit: false }, ...pieces.slice(1)];
}
