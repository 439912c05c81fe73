/** What the list of pins says. */
import { catalogue } from '../../language';

export const words = catalogue('features/pins/words', {
  pinnedMessages: 'Pinned messages',
  pinsAreLoading: 'Pins are loading',
  pinsCouldNotBeRead: 'The pins could not be read',
  nothingIsPinnedHere: 'Nothing is pinned here',
  pinWhatPeopleShouldFind:
    'Pin what people should find again: it is among the things to do with a message.',
  whatPeopleShouldFindAgain:
    'What people should find again is pinned here by those who look after the channel.',
  unpinMessageOf: (name: string) => `Unpin the message of ${name}`,
  unpin: 'Unpin',
});
