/** What a person typed, and what is sent. */

/** Without the empty lines around it; what stands at the beginning of a line stays. */
export function tidied(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

/** Characters as the server counts them: Unicode scalar values. */
export function charsIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Puts a piece in place of what is selected. */
export function spliced(text: string, piece: string, from: number, to: number): string {
  return text.slice(0, from) + piece + text.slice(to);
}
