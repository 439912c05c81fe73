/** What the people, roles and channels in a text are called. Names change; ids stay. */
import { createContext, use } from 'react';
import { words } from '../words';

/** How to say who and where is meant. `null` for what is not known here. */
export interface Names {
  user: (id: string) => { name: string; me: boolean } | null;
  role: (id: string) => { name: string; mine: boolean } | null;
  channel: (id: string) => { name: string; href: string } | null;
}

/** Knows nobody. */
export const NO_NAMES: Names = { user: () => null, role: () => null, channel: () => null };

/** Given by whoever knows. */
export const NamesContext = createContext<Names>(NO_NAMES);

/** The names in force here. */
export const useNames = (): Names => use(NamesContext);

/** Shows somebody who is called close up, beside this; `null` where nobody can be shown. */
export const CalledContext = createContext<((id: string, anchor: HTMLElement) => void) | null>(
  null,
);

/** A piece of plain text, or somebody who is called. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'user' | 'role' | 'channel'; id: string }
  | { kind: 'all'; text: string };

const CALL = /<(@&?|#)(\d{1,20})>|(?<![\w@.])@(?:everyone|here)\b/g;

/** Finds who is called in a text that has no other marks. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(CALL)) {
    const [raw, sign, id] = match;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    end = match.index + raw.length;
    if (sign === undefined || id === undefined) pieces.push({ kind: 'all', text: raw });
    else pieces.push({ kind: sign === '@' ? 'user' : sign === '#' ? 'channel' : 'role', id });
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** A text with those it calls by name, as somebody would say it. */
export function named(text: string, names: Names): string {
  return piecesOf(text)
    .map((piece) => {
      if (piece.kind === 'text' || piece.kind === 'all') return piece.text;
      return piece.kind === 'channel'
        ? `#${names.channel(piece.id)?.name ?? words.nobodyKnown}`
        : `@${names[piece.kind](piece.id)?.name ?? words.nobodyKnown}`;
    })
    .join('');
}

/** A text in one line without marks, for a preview or a notification. */
export function plainOf(text: string, names: Names): string {
  return (
    named(text, names)
      // A preview may end within: what was to be hidden stays so.
      .replaceAll(/\|\|(?=\S)[\s\S]*?(?:\|\||$)/g, words.hiddenText)
      .replaceAll(/```[\w+#-]*|[*~`]{1,3}/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  );
}
