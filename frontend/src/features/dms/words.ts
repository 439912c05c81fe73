/** What direct conversations say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';

export const words = catalogue('features/dms/words', {
  people: 'People',
  messageSomebody: 'Message somebody',
  conversations: 'Conversations',
  allConversations: 'All conversations',
  muted: ', muted',
  is: (status: string) => `, ${status}`,
  unread: (count: number) => english(count, ', 1 new message', `, ${number(count)} new messages`),
  actionsFor: (name: string) => `Actions for ${name}`,
  nobodyToTalkToYet: 'Nobody to talk to yet',
  whoeverSharesSpaceWithYou:
    'Whoever shares a space with you can be written to directly, alone or as a group of up to ten.',
  onlyYou: 'Only you',
});
