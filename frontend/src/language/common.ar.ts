/** Words that are the same wherever they stand, in Arabic. */
import { around } from './mix';
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
