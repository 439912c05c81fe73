/** What the list of channels says. */
import { catalogue } from '../../language';
import { english } from '../../language/plural';
import { number } from '../../language/formats';

export const words = catalogue('features/channels/words', {
  makeChannelIn: (name: string) => `Make a channel in ${name}`,
  actionsFor: (name: string) => `Actions for ${name}`,
  thereIsNoChannelHere: 'There is no channel here that you may see.',
  channelsAreLoading: 'Channels are loading',
  voice: ', voice',
  private: ', private',
  muted: ', muted',
  newMessages: ', new messages',
  mentions: (count: number) => english(count, ', 1 mention', `, ${number(count)} mentions`),
  draft: 'draft',
});
