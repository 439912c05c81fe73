/** A deed as a log tells it. */

/** A piece of a sentence; names stand out. */
export type Part = string | { name: string };

/** A sentence, and what it became. */
export interface Told {
  sentence: Part[];
  /** One line each; none where the sentence says it all. */
  details: string[];
}
