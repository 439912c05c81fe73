/** What the question for notifications says, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  everythingMeantForYou: 'كل ما يُوجَّه إليك',
  mentionsAnswersAndDirectMessages: 'الإشارات والردود والرسائل المباشرة',
  onlyMentions: 'الإشارات فقط',
  yourNameYourRolesEveryone: 'اسمك وأدوارك والجميع',
  nothing: 'لا شيء',
  itIsShownFadedAnd: 'تظهر باهتة ولا تنبّه أحدًا',
  notMuted: 'بلا كتم',
  mutedForHour: 'كتم لمدة ساعة',
  mutedFor8Hours: 'كتم لمدة 8 ساعات',
  mutedForDay: 'كتم لمدة يوم',
  mutedForWeek: 'كتم لمدة أسبوع',
  mutedUntil: (moment) => around`مكتومة حتى ${moment}`,
  notificationsFrom: (name) => around`إشعارات ${name}`,
  whatCallsYou: 'ما ينبّهك',
  mute: 'الكتم',
};
