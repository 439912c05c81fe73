/** What sentences about deeds are made of, of a space and of the server alike. */

import { words } from './logWords';

import type { Part } from './told';

/** Somebody by name, or who once had one. */
export function person(name: string | null): Part {
  return name === null ? words.somebodyWhoIsGone : { name };
}

/** Words, where there are any. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** "Name: Garden"; nothing where nothing was said. */
export function line(label: string, value: string | null): string | null {
  if (value === null) return null;
  return value === '' ? words.lineOfNone(label) : words.line(label, value);
}

/** Whether there is such a line. */
export function isThere(value: string | null): value is string {
  return value !== null;
}
