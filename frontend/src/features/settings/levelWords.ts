/** What the settings of notifications say. */
import { catalogue } from '../../language';

export const words = catalogue('features/settings/levelWords', {
  everything: 'Everything',
  onlyWhatMentionsMe: 'Only what mentions me',
  nothing: 'Nothing',
  whatCallsYou: 'What calls you',
  channelFollowsItsSpaceUnless:
    'A channel follows its space unless you said otherwise of it. Unread marks are shown in any case.',
  channelsOf: (name: string) => `Channels of ${name}`,
  mutedUntil: (moment: string) => `Muted until ${moment}.`,
});
