/** What is said of notifications of this device, in Arabic. */
import type { words } from './words';

export const ar: typeof words = {
  somebodyCalledYouShallParlor:
    'ناداك أحدهم. هل يُعلمك Parlor بذلك حين تنظر إلى مكان آخر؟ الإشارات والردود والرسائل المباشرة فقط؛ ويسألك المتصفح مرة واحدة.',
  turnOn: 'تشغيل',
  noThanks: 'لا، شكرًا',
  notificationsAreOnInThis: 'الإشعارات مشغّلة في هذا المتصفح.',
  browserKeepsNotificationsOffIts:
    'المتصفح يمنع الإشعارات. تُشغَّل من إعداداته لهذه الصفحة بجانب العنوان.',
  onThisDevice: 'على هذا الجهاز',
  thisBrowserShowsNoneOr: 'لا يعرض هذا المتصفح إشعارات، أو لم تصل هذه الصفحة عبر HTTPS.',
  mentionsAnswersAndDirectMessages:
    'الإشارات والردود والرسائل المباشرة، حين تنظر إلى مكان آخر ولست في وضع «عدم الإزعاج».',
  withQuietSound: 'مع صوت خافت',
};
