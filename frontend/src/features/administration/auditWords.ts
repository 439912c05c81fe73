/** What sentences about deeds are made of, of a space and of the server alike. */

/** A piece of a sentence; names stand out. */
export type Part = string | { name: string };

/** A deed as a page tells it. */
export interface Told {
  sentence: Part[];
  /** What it became, one line each; none where the sentence says it all. */
  details: string[];
}

/** Somebody by name, or who once had one. */
export function person(name: string | null): Part {
  return name === null ? 'somebody who is gone' : { name };
}

/** Words, where there are any. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** "Name: Garden"; nothing where nothing was said. */
export function line(label: string, value: string | null): string | null {
  if (value === null) return null;
  return value === '' ? `${label}: none` : `${label}: ${value}`;
}

/** Whether there is such a line. */
export function isThere(value: string | null): value is string {
  return value !== null;
}
