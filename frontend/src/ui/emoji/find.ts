/** Finding an emoji by what people call it. */

/** An emoji, its name, other words for it, and what it is called between colons. */
export type Emoji = [emoji: string, name: string, words?: string, codes?: string];

/** Emoji of one sort. */
export interface Category {
  name: string;
  emoji: Emoji[];
}

/** How many a search shows. */
const FOUND_MAX = 48;

/** Emoji whose words begin with each word of the query; those called just so come first. */
export function find(categories: readonly Category[], query: string): Emoji[] {
  const wanted = plain(query)
    .split(/[\s_]+/)
    .filter(Boolean);
  const scored = categories
    .flatMap(({ emoji }) => emoji)
    .map((each) => ({ each, score: scoreOf(each, wanted) + calledSo(each, wanted) }))
    .filter(({ score }) => score > 0);
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, FOUND_MAX)
    .map(({ each }) => each);
}

/** Without marks over and under letters: few type them, and nobody everywhere. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Whether the whole query is what somebody would write between colons, or its beginning. */
function calledSo([, , , codes = '']: Emoji, wanted: string[]): number {
  const code = wanted.join('_');
  if (code === '' || codes === '') return 0;
  const all = codes.split(' ');
  if (all.includes(code)) return 8;
  // Of several that begin so, the one with the least left to write.
  return Math.max(0, ...all.map((each) => (each.startsWith(code) ? code.length / each.length : 0)));
}

function scoreOf([emoji, name, more = '', codes = '']: Emoji, wanted: string[]): number {
  const named = plain(name).split(/[\s,:،-]+/);
  const called = plain(`${more} ${codes}`).split(/[\s,_-]+/);
  let score = 0;
  for (const word of wanted) {
    if (word === plain(emoji)) return 9;
    if (called.includes(word)) score += 4;
    else if (named.includes(word)) score += 3;
    else if ([...called, ...named].some((each) => each.startsWith(word))) score += 1;
    else return 0;
  }
  return score;
}
