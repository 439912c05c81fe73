/** What the word at the caret may become: a person, a role, a channel, an emoji. */
import { emojiOf } from '../../ui/emoji/codes';
import type { Nameable } from './mentions';
import { words } from './words';

/** A choice. */
export interface Suggestion {
  key: string;
  /** What takes the word's place; a space follows. */
  insert: string;
  /** What it is called. */
  label: string;
  /** What else tells it apart. */
  note: string;
  picture: { kind: 'person'; id: string; name: string } | { kind: 'emoji' | 'sign'; text: string };
}

/** The word that is being written, and where it stands. */
export interface Word {
  sign: '@' | '#' | ':';
  query: string;
  from: number;
  to: number;
}

/** As many are shown. */
export const SUGGESTIONS_MAX = 8;

/** An emoji is looked for from so many letters on: `:)` is no search. */
const EMOJI_LETTERS_MIN = 2;

const WORD = /(?:^|[\s([{"'])([@#])([\p{L}\p{N}._-]*)$|(?:^|[\s([{"'])(:)([\p{L}\p{N}_+-]*)$/u;

const CLOSED = /(?:^|[\s([{"']):([\w+-]+):$/;

/** What is being written at the caret; `null` where it is nothing that could be completed. */
export function wordAt(text: string, caret: number): Word | null {
  const before = text.slice(0, caret);
  // An odd number of fences, or of ticks in this line: this is code.
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (odd(before, '```') || odd(line.replaceAll('```', ''), '`')) return null;
  const match = WORD.exec(before);
  if (!match) return null;
  const sign = (match[1] ?? match[3]) as Word['sign'];
  const query = match[2] ?? match[4] ?? '';
  if (sign === ':' && query.length < EMOJI_LETTERS_MIN) return null;
  return { sign, query, from: caret - query.length - 1, to: caret };
}

/** A text whose last letter, at the caret, has closed the name of an emoji: with the emoji, and the caret after it. */
export function closed(text: string, caret: number): { text: string; caret: number } | null {
  const before = text.slice(0, caret);
  const code = CLOSED.exec(before)?.[1];
  // Where nothing could be completed, it is code.
  if (code === undefined || wordAt(before.slice(0, -1), caret - 1) === null) return null;
  const emoji = emojiOf(code);
  if (emoji === null) return null;
  const start = before.slice(0, -code.length - 2) + emoji;
  return { text: start + text.slice(caret), caret: start.length };
}

/** Who and what may be meant; those whose name begins so come first. */
export function suggest(
  { sign, query }: Word,
  { people, roles, channels }: Nameable,
  callAll: boolean,
): Suggestion[] {
  if (sign === '#') {
    return ranked(channels, query, ({ name }) => [name]).map(({ id, name }) => ({
      key: id,
      insert: `#${name}`,
      label: name,
      note: '',
      picture: { kind: 'sign', text: '#' },
    }));
  }
  if (sign !== '@') return [];
  const all = callAll ? everybody() : [];
  return [
    ...ranked(people, query, ({ name, handle }) => [name, handle, ...name.split(/\s+/)]).map(
      ({ id, name, handle }): Suggestion => ({
        key: id,
        insert: `@${handle}`,
        label: name,
        note: handle === name ? '' : handle,
        picture: { kind: 'person', id, name },
      }),
    ),
    ...ranked(roles, query, ({ name }) => [name]).map(({ id, name }): Suggestion => ({
      key: id,
      insert: `@${name}`,
      label: name,
      note: words.role,
      picture: { kind: 'sign', text: '@' },
    })),
    ...ranked(all, query, ({ label }) => [label]),
  ].slice(0, SUGGESTIONS_MAX);
}

function everybody(): Suggestion[] {
  return [
    ['everyone', words.allMembers],
    ['here', words.allWhoAreHereNow],
  ].map(([label = '', note = '']) => ({
    key: label,
    insert: `@${label}`,
    label,
    note,
    picture: { kind: 'sign', text: '@' },
  }));
}

function ranked<T>(all: readonly T[], query: string, namesOf: (each: T) => string[]): T[] {
  const wanted = query.toLowerCase();
  const scored = all.map((each) => ({
    each,
    score: Math.max(...namesOf(each).map((name) => scoreOf(name.toLowerCase(), wanted))),
  }));
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SUGGESTIONS_MAX)
    .map(({ each }) => each);
}

function scoreOf(name: string, wanted: string): number {
  if (name === wanted) return 3;
  if (name.startsWith(wanted)) return 2;
  return name.includes(wanted) ? 1 : 0;
}

function odd(text: string, piece: string): boolean {
  return text.split(piece).length % 2 === 0;
}
