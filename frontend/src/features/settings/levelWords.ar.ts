/** What the settings of notifications say, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './levelWords';

export const ar: typeof words = {
  everything: 'كل شيء',
  onlyWhatMentionsMe: 'ما يشير إليّ فقط',
  nothing: 'لا شيء',
  whatCallsYou: 'ما ينبّهك',
  channelFollowsItsSpaceUnless:
    'تتبع القناة مساحتها ما لم تخصّها بشيء. علامات غير المقروء تظهر في كل حال.',
  channelsOf: (name) => around`قنوات ${name}`,
  mutedUntil: (moment) => around`مكتومة حتى ${moment}.`,
};
