/** Text as it is compared: without case, width and accents, as the server's search does it. */

/** Folded text, and where each of its characters came from. */
export interface Folded {
  text: string;
  /** For each UTF-16 unit of `text` the place in the original; one more for the end. */
  at: number[];
}

/** Folds a text, keeping the way back to what was written. */
export function fold(original: string): Folded {
  let text = '';
  const at: number[] = [];
  let index = 0;
  for (const character of original) {
    const plain = plainly(character);
    for (let unit = 0; unit < plain.length; unit += 1) at.push(index);
    text += plain;
    index += character.length;
  }
  at.push(index);
  return { text, at };
}

/** Only the folded text. */
export function folded(original: string): string {
  return fold(original).text;
}

function plainly(character: string): string {
  return character.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}
