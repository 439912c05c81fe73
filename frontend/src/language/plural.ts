/** Which form of a word goes with a number. A language asks for all the forms it has, and the compiler with it. */

const ENGLISH = new Intl.PluralRules('en');
const ARABIC = new Intl.PluralRules('ar');

/** 1 message, 2 messages. */
export function english(count: number, one: string, other: string): string {
  return ENGLISH.select(count) === 'one' ? one : other;
}

/** All six, in the order of the grammar: none, one, a pair, 3 to 10, 11 to 99, hundreds. */
export function arabic(
  count: number,
  [zero, one, two, few, many, other]: readonly [
    zero: string,
    one: string,
    two: string,
    few: string,
    many: string,
    other: string,
  ],
): string {
  return { zero, one, two, few, many, other }[ARABIC.select(count)];
}
