/** What is said of the connection, in Arabic. */
import type { words } from './words';

export const ar: typeof words = {
  youAreOfflineWhatYou: 'أنت غير متصل. ما تكتبه محفوظ ويُرسل عند عودة الاتصال.',
  serverRestartsWhatYouWrite: 'الخادم يعيد التشغيل. ما تكتبه محفوظ ويُرسل بعد لحظات.',
  reconnectingWhatYouWriteIs: 'جارٍ إعادة الاتصال. ما تكتبه محفوظ ويُرسل عند عودة الاتصال.',
  parlorIsOpenInToo: 'Parlor مفتوح في أماكن كثيرة. أغلق أحدها ثم أعد المحاولة.',
  thisAccountIsDisabledAsk: 'هذا الحساب معطّل. اسأل مالك هذا الخادم.',
  serverHasNewerVersionReload: 'لدى الخادم إصدار أحدث. أعد التحميل للمتابعة.',
  serverClosedConnection: 'أغلق الخادم الاتصال.',
  thisConnectionIsNotEncrypted:
    'هذا الاتصال غير مشفّر: يستطيع آخرون على الشبكة قراءة ما يمر به، وقد لا يُبقيك متصفحك مسجّل الدخول. اطلب ممن يدير هذا الخادم عنوانًا يبدأ بـ https.',
  gotIt: 'حسنًا',
};
