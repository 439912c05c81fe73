/** What is said when something was not done. */
import { catalogue } from '../language';
import type { Code, Reason } from '../protocol';

export const words = catalogue('services/words', {
  serverCannotBeReachedCheck: 'The server cannot be reached. Check your connection and try again.',
  serverAnsweredWithErrorTry: (status: number) =>
    `The server answered with an error (${status}). Try again in a moment.`,
  somethingWentWrongInThis: 'Something went wrong in this window. Reload it and try again.',
  /** Instead of what the server says, for refusals that are the same everywhere. In English it says it itself. */
  byCode: {} as Partial<Record<Code, string>>,
  /** The same for what is wrong with a field; the limit is in characters. */
  byReason: {} as Partial<Record<Reason, (limit: number) => string>>,
});
