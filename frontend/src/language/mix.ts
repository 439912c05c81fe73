/** Sentences with something in them that is not of their language. */
import { createElement, Fragment, type ReactNode } from 'react';

/** A sentence around elements: mix`Only ${name} sees it.` */
export function mix(texts: TemplateStringsArray, ...parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...texts.flatMap((text, at) => [text, parts[at]]));
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
  ...parts: readonly (string | number)[]
): string {
  return texts.reduce((all, text, at) => `${all}${ISOLATE}${parts[at - 1]}${POP}${text}`);
}
