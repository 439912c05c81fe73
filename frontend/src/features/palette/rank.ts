/** Which of all the places, people and commands somebody means by a few letters. */
import { fold, folded } from '../../services/text/fold';

/** What can be gone to or done. */
export interface Target {
  /** The same on every day: recents are kept by it. */
  key: string;
  kind: 'channel' | 'conversation' | 'person' | 'space' | 'command';
  name: string;
  /** Other words it goes by: a user name, what a command is also called. */
  also?: string | undefined;
  /** What tells it from others of the same name: the space, the keys. */
  hint?: string | undefined;
  /** Something new is there, or something for oneself. */
  unread?: boolean;
  mentions?: number;
}

/** A target that fits, and which parts of its name did. */
export interface Ranked<T extends Target> {
  target: T;
  /** Where in the name, as pairs of beginning and end. */
  hits: [from: number, to: number][];
}

/** How many are shown: what is not among these is found with another letter. */
export const SHOWN_MAX = 30;

/** How many of the latest count before anything is typed. */
const RECENT_MAX = 20;

/** How many places are offered before anything is typed: below them are the commands. */
const OFFERED_MAX = 7;

/** The first character narrows it down to one kind. */
const SIGNS: Record<string, Target['kind'][]> = {
  '@': ['person', 'conversation'],
  '#': ['channel'],
  '>': ['command'],
};

/** The best first. `recents` are keys, the latest first. */
export function rank<T extends Target>(
  targets: readonly T[],
  query: string,
  recents: readonly string[],
): Ranked<T>[] {
  const kinds = SIGNS[query.trimStart().charAt(0)];
  const wanted = kinds ? query.trimStart().slice(1) : query;
  const among = kinds ? targets.filter(({ kind }) => kinds.includes(kind)) : targets;
  if (wanted.trim() === '') return offered(among, recents, kinds === undefined);
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  return among
    .flatMap((target) => {
      const match = matchOf(target, words);
      if (!match) return [];
      const score = match.score + favour(target, recents);
      return [{ target, hits: match.hits, score }];
    })
    .toSorted((a, b) => b.score - a.score || a.target.name.length - b.target.name.length)
    .slice(0, SHOWN_MAX)
    .map(({ target, hits }) => ({ target, hits }));
}

/**
 * Before anything is typed: what calls, what is new, where one was, other places as they stand in
 * their lists; then what can be done. `brief` where no kind was named.
 */
function offered<T extends Target>(
  targets: readonly T[],
  recents: readonly string[],
  brief: boolean,
): Ranked<T>[] {
  const weight = ({ key, mentions = 0, unread }: Target): number => {
    const at = recents.indexOf(key);
    const recent = at >= 0 ? Math.max(0, RECENT_MAX - at) : 0;
    return (mentions > 0 ? 200 : 0) + (unread ? 100 : 0) + recent;
  };
  const weighed = targets
    .map((target) => ({ target, weight: weight(target) }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ target }) => target);
  const isCommand = ({ kind }: Target): boolean => kind === 'command';
  const places = weighed.filter((target) => !isCommand(target));
  const shown = [
    ...(brief ? places.filter(isPlace).slice(0, OFFERED_MAX) : places),
    ...weighed.filter(isCommand),
  ];
  return shown.slice(0, SHOWN_MAX).map((target) => ({ target, hits: [] }));
}

/** Somewhere to go without beginning anything. */
function isPlace({ kind }: Target): boolean {
  return kind === 'channel' || kind === 'conversation';
}

/** A little for where one was lately, and for what waits: among those that fit equally well. */
function favour({ key, unread, mentions = 0 }: Target, recents: readonly string[]): number {
  const at = recents.indexOf(key);
  return (at >= 0 ? Math.max(1, 9 - at) : 0) + (mentions > 0 ? 5 : unread ? 3 : 0);
}

interface Match {
  score: number;
  hits: [number, number][];
}

function matchOf({ name, also, hint }: Target, words: string[]): Match | null {
  const own = matchText(name, words);
  if (own) return own;
  // By another name, or with the place named too: it fits, but nothing in the name is marked.
  const other = matchText([name, also, hint].filter(Boolean).join(' '), words);
  return other && other.score >= WORDS ? { score: other.score - 15, hits: [] } : null;
}

const WHOLE = 100;
const BEGINNING = 80;
/** Each word of the query begins a word. */
const WORDS = 60;
const INITIALS = 50;
const INSIDE = 40;
/** The letters in their order, with others between. */
const SCATTERED = 10;

function matchText(text: string, words: string[]): Match | null {
  const plain = fold(text);
  const query = words.join(' ');
  const back = ([from, to]: [number, number]): [number, number] => [
    plain.at[from] ?? 0,
    plain.at[to] ?? text.length,
  ];
  const found = (score: number, hits: [number, number][]): Match => ({
    score,
    hits: hits.map(back),
  });
  if (plain.text === query) return found(WHOLE, [[0, plain.text.length]]);
  if (plain.text.startsWith(query)) return found(BEGINNING, [[0, query.length]]);
  const starts = startsOf(plain.text);
  const begun = words.map((word) => starts.find((at) => plain.text.startsWith(word, at)) ?? -1);
  if (begun.every((at) => at >= 0)) {
    return found(
      WORDS,
      begun.map((at, index) => [at, at + (words[index]?.length ?? 0)]),
    );
  }
  const letters = words.join('');
  const initials = starts.map((at) => plain.text.charAt(at)).join('');
  const first = initials.indexOf(letters);
  if (letters.length > 1 && first >= 0) {
    return found(
      INITIALS,
      starts.slice(first, first + letters.length).map((at) => [at, at + 1]),
    );
  }
  const inside = plain.text.indexOf(query);
  if (inside >= 0) return found(INSIDE, [[inside, inside + query.length]]);
  const scattered = scatteredIn(plain.text, letters);
  return scattered && found(SCATTERED + closeness(scattered), scattered);
}

/** Where words begin: after a space, a dash, a dot. */
function startsOf(text: string): number[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), ({ index }) => index);
}

/** The letters in their order, each as early as it stands. */
function scatteredIn(text: string, letters: string): [number, number][] | null {
  const hits: [number, number][] = [];
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return null;
    from = at + letter.length;
    const last = hits.at(-1);
    if (last && last[1] === at) last[1] = from;
    else hits.push([at, from]);
  }
  return hits;
}

/** From 0 to 20: fewer pieces are more likely meant. */
function closeness(hits: [number, number][]): number {
  return Math.max(0, 24 - 4 * hits.length);
}
