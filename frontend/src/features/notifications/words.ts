/** What the question for notifications says. */
import { catalogue } from '../../language';

export const words = catalogue('features/notifications/words', {
  everythingMeantForYou: 'Everything meant for you',
  mentionsAnswersAndDirectMessages: 'Mentions, answers and direct messages',
  onlyMentions: 'Only mentions',
  yourNameYourRolesEveryone: 'Your name, your roles, everyone',
  nothing: 'Nothing',
  itIsShownFadedAnd: 'It is shown faded, and calls nobody',
  notMuted: 'Not muted',
  mutedForHour: 'Muted for an hour',
  mutedFor8Hours: 'Muted for 8 hours',
  mutedForDay: 'Muted for a day',
  mutedForWeek: 'Muted for a week',
  mutedUntil: (moment: string) => `Muted until ${moment}`,
  notificationsFrom: (name: string) => `Notifications from ${name}`,
  whatCallsYou: 'What calls you',
  mute: 'Mute',
});
