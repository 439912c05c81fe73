/** What emoji are called between colons, as far as that was loaded: small enough for the first moment. */

type Codes = (code: string) => string | null;

let known: Codes = () => null;

/** The names are there. */
export function codesLoaded(codes: Codes): void {
  known = codes;
}

/** The emoji of a name such as `tada`, in one's own skin tone; `null` where none is called that. */
export function emojiOf(code: string): string | null {
  return known(code.toLowerCase());
}
