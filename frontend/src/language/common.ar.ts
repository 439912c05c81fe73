/**
 * Words that are the same wherever they stand, in Arabic.
 *
 * One word for one thing, in every catalogue:
 *
 * space مساحة, channel قناة, category فئة, message رسالة, conversation محادثة, group مجموعة, member عضو, role دور,
 * permission صلاحية, owner مالك, admin مدير, invite دعوة, ban حظر, time out إيقاف مؤقت, nickname لقب, mention إشارة, reply رد,
 * reaction تفاعل, pin تثبيت, draft مسودة, preview معاينة, inbox صندوق الوارد, notification إشعار, mute (a place, a microphone) كتم,
 * deafen إيقاف السماع, status حالة, device جهاز, account حساب, server خادم, audit log سجل التدقيق, settings إعدادات, limit حد.
 *
 * Buttons are verbal nouns (حفظ, not احفظ); sentences to the reader are in the imperative, short, without exclamation marks.
 */
import { number } from './formats';
import { around } from './mix';
import { arabic } from './plural';
import type { common } from './common';

export const ar: typeof common = {
  tryAgain: 'إعادة المحاولة',
  cancel: 'إلغاء',
  save: 'حفظ',
  close: 'إغلاق',
  remove: 'إزالة',
  delete: 'حذف',
  nothingIsLost: 'لم يردّ الخادم. لم يُفقد شيء.',
  showOlder: 'عرض الأقدم',
  markRead: 'تحديد كمقروء',
  settings: 'الإعدادات',
  name: 'الاسم',
  members: 'الأعضاء',
  channels: 'القنوات',
  none: 'لا شيء',
  aFile: 'ملف',
  signIn: 'تسجيل الدخول',
  makeIt: 'إنشاء',
  reload: 'إعادة التحميل',
  later: 'لاحقًا',
  notifications: 'الإشعارات',
  download: 'تنزيل',
  roles: 'الأدوار',
  comma: '، ',
  tryNow: 'المحاولة الآن',
  request: (id) => around`الطلب ${id}`,
};

/** So many letters of what somebody types. */
export function characters(count: number): string {
  return arabic(count, [
    'بلا أحرف',
    'حرف واحد',
    'حرفان',
    `${number(count)} أحرف`,
    `${number(count)} حرفًا`,
    `${number(count)} حرف`,
  ]);
}
