/** Finding an emoji by what people call it. */

/** An emoji, its name, and other words for it. */
export type Emoji = [emoji: string, name: string, words?: string];

/** Emoji of one sort. */
export interface Category {
  name: string;
  emoji: Emoji[];
}

/** How many a search shows. */
const FOUND_MAX = 48;

/** Emoji whose words begin with each word of the query; those named just so come first. */
export function find(categories: readonly Category[], query: string): Emoji[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  const scored = categories
    .flatMap(({ emoji }) => emoji)
    .map((each) => ({ each, score: scoreOf(each, wanted) }))
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

function scoreOf([emoji, name, more = '']: Emoji, wanted: string[]): number {
  const named = plain(name).split(/[\s,،-]+/);
  const called = plain(more).split(/[\s,-]+/);
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
