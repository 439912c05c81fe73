/** What questions about a channel say. */
import { catalogue } from '../../language';

export const words = catalogue('features/channels/dialogWords', {
  text: 'Text',
  messagesFilesAndReactions: 'Messages, files and reactions',
  voice: 'Voice',
  talkingWithEachOther: 'Talking with each other',
  kind: 'Kind',
  topicOptional: 'Topic (optional)',
  whatItIsAboutIn: 'What it is about, in a line at the top.',
  category: 'Category',
  slowMode: 'Slow mode',
  peopleAtMost: 'People at most',
  emptyIsAsManyAs: 'Empty: as many as the server lets. Who may move people comes in all the same.',
  soundQuality: 'Sound quality',
  kilobits: (kilobits: string, usual: boolean) =>
    usual ? `${kilobits} kbit/s, as usual` : `${kilobits} kbit/s`,
  private: 'Private',
  onlyYouAndThoseYou: 'Only you and those you let in see it.',
  change: (name: string) => `Change ${name}`,
  makeCategory: 'Make a category',
  makeChannel: 'Make a channel',
  off: 'Off',
  oneMessageIn: (span: string) => `One message in ${span}`,
  shallDelete: (name: string) => `Delete ${name}?`,
  channelsInItStayThey: 'The channels in it stay; they stand on their own then.',
  everythingThatWasWrittenThere:
    'Everything that was written there goes for everybody, with its files. It cannot be brought back.',
});
