/** What is said of notifications of this device. */
import { catalogue } from '../../language';

export const words = catalogue('features/desktop/words', {
  somebodyCalledYouShallParlor:
    'Somebody called you. Shall Parlor tell you so when you look elsewhere? Only mentions, answers and direct messages; the browser asks once.',
  turnOn: 'Turn on',
  noThanks: 'No thanks',
  notificationsAreOnInThis: 'Notifications are on in this browser.',
  browserKeepsNotificationsOffIts:
    'The browser keeps notifications off. Its settings for this page, beside the address, turn them on.',
  onThisDevice: 'On this device',
  thisBrowserShowsNoneOr: 'This browser shows none, or this page did not come over HTTPS.',
  mentionsAnswersAndDirectMessages:
    'Mentions, answers and direct messages, while you look elsewhere and are not on “do not disturb”.',
  withQuietSound: 'With a quiet sound',
});
