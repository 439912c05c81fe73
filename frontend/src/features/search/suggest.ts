/** What could come next while somebody types a search. */
import { folded } from '../../services/text/fold';
import {
  dayFrom,
  days,
  HAS_VALUES,
  KEYS,
  wordsOf,
  type Directory,
  type Filter,
  type FilterKey,
  type Named,
} from './filters';
import { words } from './words';

/** Something to choose: an operator to go on with, or a whole condition. */
export type Suggestion =
  | { kind: 'operator'; key: FilterKey; label: string; hint: string }
  | { kind: 'filter'; filter: Filter; label: string; hint: string };

/** What fits, and the text without what was typed towards it. */
export interface Suggested {
  rest: string;
  suggestions: Suggestion[];
}

/** More names than this nobody reads; another letter narrows it down. */
const SUGGESTED_MAX = 8;

/** An operator whose value is being typed. */
const OPEN = /(?:^|\s)(from|in|has|before|after):(?:"([^"]*)|([^\s"]*))$/i;

/** Whether the text ends in an operator whose value is still being typed. */
export function isOpen(text: string): boolean {
  return OPEN.test(text);
}

/** The name of an author that is being typed; nothing where none is. */
export function personIn(text: string): string {
  const [, key = '', quoted, bare = ''] = OPEN.exec(text) ?? [];
  return key.toLowerCase() === 'from' ? (quoted ?? bare) : '';
}

/** For what stands at the end of the text. Operators that are set already are not offered again. */
export function suggest(
  text: string,
  set: readonly Filter[],
  directory: Directory,
  now: Date,
): Suggested {
  const open = OPEN.exec(text);
  if (open) {
    const [typed, key = '', quoted, bare = ''] = open;
    const value = quoted ?? bare;
    const rest = text.slice(0, text.length - typed.trimStart().length);
    return { rest, suggestions: values(key.toLowerCase() as FilterKey, value, directory, now) };
  }
  const word = /\S*$/.exec(text)?.[0] ?? '';
  const rest = text.slice(0, text.length - word.length);
  const keys = KEYS.filter((key) => !set.some((each) => each.key === key));
  const begun = keys.filter((key) => key.startsWith(word.toLowerCase()));
  // In the middle of ordinary words nothing pushes itself between.
  if (word === '' ? rest !== '' : word.length < 2) return { rest: text, suggestions: [] };
  return {
    rest,
    suggestions: begun.map((key) => ({
      kind: 'operator',
      key,
      label: `${key}:`,
      hint: words.hints[key],
    })),
  };
}

function values(key: FilterKey, value: string, directory: Directory, now: Date): Suggestion[] {
  switch (key) {
    case 'from':
      return named(directory.people, value.replace(/^@/, '')).map((person) =>
        filter({ key, id: person.id, label: person.name }, person.name, person.also),
      );
    case 'in':
      return named(directory.channels, value.replace(/^#/, '')).map((channel) =>
        filter({ key, id: channel.id, label: channel.name }, channel.name, channel.also),
      );
    case 'has':
      return HAS_VALUES.filter((each) => each.startsWith(value.toLowerCase())).map((each) =>
        filter({ key, value: each }, each, ''),
      );
    default: {
      const day = dayFrom(value, now);
      const typed = day === null ? [] : [filter({ key, day }, wordsOf({ key, day }), '')];
      const fitting = days().filter(([name]) => name.startsWith(value.toLowerCase()));
      const byName = fitting.flatMap(([name]) => {
        const then = dayFrom(name, now);
        return then === null ? [] : [filter({ key, day: then }, name, then)];
      });
      return day !== null && byName.length > 0 ? byName : [...typed, ...byName];
    }
  }
}

function filter(of: Filter, label: string, hint: string): Suggestion {
  return { kind: 'filter', filter: of, label, hint };
}

/** Those a word of whose names begins so; whose own name does, first. */
function named(things: readonly Named[], value: string): Named[] {
  const wanted = folded(value);
  const begins = (text: string): boolean =>
    folded(text).startsWith(wanted) ||
    folded(text)
      .split(/[\s_.-]+/)
      .some((word) => word.startsWith(wanted));
  const own = things.filter(({ name }) => begins(name));
  const other = things.filter((thing) => !own.includes(thing) && begins(thing.also));
  return [...own, ...other].slice(0, SUGGESTED_MAX);
}
