/** What the question for a status text says. */
import { catalogue } from '../../language';

export const words = catalogue('features/presence/dialogWords', {
  whatAreYouUpTo: 'What are you up to?',
  statusText: 'Status text',
  howLong: 'How long',
  clearIt: 'Clear it',
});
