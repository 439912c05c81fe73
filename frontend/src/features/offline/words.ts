/** What is said without a server, and of a newer client. */
import { catalogue } from '../../language';

export const words = catalogue('features/offline/words', {
  readUntil: (when: string) =>
    `The server cannot be reached. You see what was read until ${when}; what you write is sent later.`,
  newerVersionOfParlorIs: 'A newer version of Parlor is ready. What you have begun to write stays.',
});
