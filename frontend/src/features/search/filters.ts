/** What narrows a search down, as it is typed (`from:ada`) and as it is asked for. */
import type { ChannelId, Has, SpaceId, UserId } from '../../protocol';
import { folded } from '../../services/text/fold';
import { words } from './words';
import { date as inWords } from '../../language/formats';

/** One condition. Of each key there is at most one. */
export type Filter =
  | { key: 'from'; id: UserId; label: string }
  | { key: 'in'; id: ChannelId; label: string }
  | { key: 'has'; value: Has }
  /** A day where the reader is, as `2026-11-28`. */
  | { key: 'before' | 'after'; day: string };

/** What an operator is called when it is typed. */
export type FilterKey = Filter['key'];

/** In the order they are offered. */
export const KEYS: readonly FilterKey[] = ['from', 'in', 'has', 'before', 'after'];

/** Somebody or some place that can be named. */
export interface Named {
  id: string;
  name: string;
  /** A user name, or the space of a channel. */
  also: string;
}

/** Whom and what the reader can name. */
export interface Directory {
  people: readonly Named[];
  channels: readonly Named[];
}

/** Where to look besides the filters: `null` = everywhere. */
export type Scope = { spaceId: SpaceId } | { channelId: ChannelId } | null;

/** What is looked for. */
export interface Query {
  text: string;
  filters: readonly Filter[];
  scope: Scope;
}

/** What a message can have. */
export const HAS_VALUES: readonly Has[] = ['link', 'file', 'image'];

/** A condition in words, as it stands on its chip. */
export function wordsOf(filter: Filter): string {
  switch (filter.key) {
    case 'from':
      return words.from(filter.label);
    case 'in':
      return words.in(filter.label);
    case 'has':
      return words.has[filter.value];
    case 'before':
      return words.before(dayInWords(filter.day));
    case 'after':
      return words.after(dayInWords(filter.day));
  }
}

/** The filters with one more; it takes the place of the one with its key. */
export function withFilter(filters: readonly Filter[], filter: Filter): Filter[] {
  return [...filters.filter(({ key }) => key !== filter.key), filter];
}

/** Whether there is anything to look for: words, or a condition the server can look for alone. */
export function isAsked({ text, filters }: Query): boolean {
  return text.trim() !== '' || filters.some(({ key }) => ['from', 'in', 'has'].includes(key));
}

/** The query as the server reads it. `before` is the last message of the page before. */
export function paramsOf({ text, filters, scope }: Query, before: string | null): string {
  const params = new URLSearchParams({ q: text.trimStart() });
  const placed = filters.some(({ key }) => key === 'in');
  if (!placed) for (const [key, id] of Object.entries(scope ?? {})) params.set(key, id);
  for (const filter of filters) params.set(...paramOf(filter));
  // A page ends before its own day anyway: of the two the message is the narrower.
  if (before !== null) params.set('before', before);
  return params.toString();
}

function paramOf(filter: Filter): [name: string, value: string] {
  switch (filter.key) {
    case 'from':
      return ['authorId', filter.id];
    case 'in':
      return ['channelId', filter.id];
    case 'has':
      return ['has', filter.value];
    default:
      return [filter.key, beginningOf(filter.day)];
  }
}

/** An operator with its value: `from:ada`, `in:"the shed"`. */
const TYPED = /(^|\s)(from|in|has|before|after):(?:"([^"]+)"|([^\s"]+))(?=\s|$)/gi;

/** What was typed, taken apart. */
export interface Taken {
  text: string;
  filters: Filter[];
  /** Operators whose value means nothing here: they stay in the text. */
  unknown: string[];
}

/**
 * Takes the operators that are complete out of a text. The last one is complete with a space after
 * it, or when the person says that they are done.
 */
export function take(text: string, directory: Directory, done: boolean, now: Date): Taken {
  const filters: Filter[] = [];
  const unknown: string[] = [];
  const rest = text.replace(TYPED, (typed: string, _space: string, ...more: unknown[]) => {
    const [key, quoted, bare, offset] = more as [FilterKey, string?, string?, number?];
    const last = (offset ?? 0) + typed.length === text.length;
    const value = quoted ?? bare ?? '';
    if (last && !done && quoted === undefined) return typed;
    const filter = filterOf(key.toLowerCase() as FilterKey, value, directory, now);
    if (filter) filters.push(filter);
    else unknown.push(`${key}:${value}`);
    return filter ? '' : typed;
  });
  return { text: filters.length > 0 ? rest.trimStart() : rest, filters, unknown };
}

function filterOf(key: FilterKey, value: string, directory: Directory, now: Date): Filter | null {
  switch (key) {
    case 'from': {
      const person = named(directory.people, value);
      return person && { key, id: person.id, label: person.name };
    }
    case 'in': {
      const channel = named(directory.channels, value.replace(/^#/, ''));
      return channel && { key, id: channel.id, label: channel.name };
    }
    case 'has':
      return HAS_VALUES.includes(value as Has) ? { key, value: value as Has } : null;
    default: {
      const day = dayFrom(value, now);
      return day === null ? null : { key, day };
    }
  }
}

/** By the name, or else by the other name. */
function named(things: readonly Named[], value: string): Named | null {
  const wanted = folded(value.replace(/^@/, ''));
  const called = (by: 'name' | 'also') => things.find((thing) => folded(thing[by]) === wanted);
  return called('also') ?? called('name') ?? null;
}

/** Days by name, and how many days ago they were. */
export const days = (): readonly [name: string, ago: number][] => [
  [words.days.today, 0],
  [words.days.yesterday, 1],
  [words.days.week, 7],
  [words.days.month, 30],
  [words.days.year, 365],
];

/** A day by its name or its date; `null` when it is neither. */
export function dayFrom(value: string, now: Date): string | null {
  const ago = days().find(([name]) => name === value.toLowerCase())?.[1];
  if (ago !== undefined) {
    return localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago));
  }
  const [year, month, day] = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(value)?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(year, month - 1, day);
  // The 31st of February is a day of March to `Date`, and none to people.
  return date.getMonth() === month - 1 && date.getDate() === day ? localDay(date) : null;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}

function localDay(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first moment of a day where the reader is. */
function beginningOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toISOString();
}

function dayInWords(day: string): string {
  return inWords(new Date(beginningOf(day)), { dateStyle: 'medium' });
}
