/** Sentences with something in them that is not of their language. */
import { createElement, Fragment, type ReactNode } from 'react';

/** A sentence around elements: mix`Only ${name} sees it.` */
export function mix(texts: TemplateStringsArray, ...between: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...texts.flatMap((text, at) => [text, between[at]]));
}

/** The parts of a sentence by themselves, for who shows them in a way of its own. */
export function parts<Part>(
  texts: TemplateStringsArray,
  ...between: readonly Part[]
): (string | Part)[] {
  return texts
    .flatMap((text, at) => [text, ...between.slice(at, at + 1)])
    .filter((part) => part !== '');
}

/** Begins and ends what keeps its own direction and does not touch that of the sentence. */
const ISOLATE = '\u2068';
const POP = '\u2069';

/**
 * A sentence of a right-to-left language around names and numbers, each by itself: else a Latin name
 * takes the words beside it along to its own side. For elements there is `<bdi>`.
 */
export function around(
  texts: TemplateStringsArray,
  ...between: readonly (string | number)[]
): string {
  return texts.reduce((all, text, at) => `${all}${ISOLATE}${between[at - 1]}${POP}${text}`);
}
