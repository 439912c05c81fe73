/** What the settings say about being told while Parlor is closed. */
import { catalogue } from '../../language';

export const words = catalogue('features/push/words', {
  whileClosed: 'While Parlor is closed',
  pushMessages: 'Push messages',
  reachThisDevice:
    'Mentions, answers and direct messages reach this device when you are at none. They are encrypted on their way through the push service of the browser’s maker.',
  leaveOutText: 'Leave out the text',
  whoAndWhereIsShown:
    'Who wrote, and where, is shown; what they wrote is not, also not on a locked screen.',
  unsupported:
    'This browser cannot be reached while it is closed, or this page did not come over HTTPS. On an iPhone or iPad, add Parlor to the home screen first.',
  denied:
    'The browser keeps notifications off. Allow them in its settings for this page, beside the address; then load the page again.',
  failing:
    'The push service did not take the last message for this device. Turn this off and on again; if it stays so, tell who runs this server.',
  /** On cards, which the service worker shows: it fills in what stands in braces. */
  cardTitle: '{author} in #{channel}',
  cardMessage: 'A new message',
  cardMessages: '{count} new messages',
  cardFile: 'A file',
  cardMore: 'and {count} more',
  cardUnknown: 'There is something new.',
  noService:
    'This browser could not reach the push service of its maker. Check its network, then try again.',
});
