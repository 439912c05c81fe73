/** What is said when something was not done, in Arabic. */
import { number } from '../language/formats';
import { around } from '../language/mix';
import { arabic } from '../language/plural';
import type { words } from './words';

function characters(count: number): string {
  return arabic(count, [
    'بلا محارف',
    'محرف واحد',
    'محرفان',
    `${number(count)} محارف`,
    `${number(count)} محرفًا`,
    `${number(count)} محرف`,
  ]);
}

export const ar: typeof words = {
  serverCannotBeReachedCheck: 'تعذّر الوصول إلى الخادم. تحقق من اتصالك ثم أعد المحاولة.',
  serverAnsweredWithErrorTry: (status) =>
    around`ردّ الخادم بخطأ (${status}). أعد المحاولة بعد قليل.`,
  somethingWentWrongInThis: 'حدث خطأ في هذه النافذة. أعد تحميلها ثم حاول مرة أخرى.',
  byCode: {
    MALFORMED: 'لم يفهم الخادم الطلب. أعد تحميل الصفحة ثم حاول مرة أخرى.',
    UNAUTHENTICATED: 'انتهت جلستك. سجّل الدخول من جديد.',
    INVALID_CREDENTIALS: 'الاسم أو كلمة المرور غير صحيحة.',
    FORBIDDEN: 'لا تملك صلاحية لهذا.',
    REGISTRATION_CLOSED: 'التسجيل مغلق.',
    SETUP_REQUIRED: 'لم يُهيَّأ هذا الخادم بعد.',
    NOT_FOUND: 'هذا غير موجود، أو لا يحق لك رؤيته.',
    CONFLICT: 'يتعارض هذا مع ما هو موجود. أعد التحميل ثم حاول مرة أخرى.',
    TOO_LARGE: 'هذا أكبر مما يقبله الخادم.',
    UNSUPPORTED_MEDIA_TYPE: 'لا يقبل الخادم هذا النوع من الملفات.',
    VALIDATION: 'بعض ما أدخلته غير صحيح.',
    RATE_LIMITED: 'محاولات كثيرة في وقت قصير. انتظر قليلًا ثم أعد المحاولة.',
    INTERNAL: 'حدث خطأ في الخادم. أعد المحاولة بعد قليل.',
    OVERLOADED: 'الخادم مشغول الآن. أعد المحاولة بعد قليل.',
  },
  byReason: {
    EMPTY: () => 'لا يمكن أن يكون فارغًا',
    TOO_SHORT: (limit) => `الحد الأدنى ${characters(limit)}`,
    TOO_LONG: (limit) => `الحد الأقصى ${characters(limit)}`,
    CHARACTERS: () => 'فيه محرف لا يُقبل هنا',
    NOT_AN_EMOJI: () => 'يجب أن يكون رمزًا تعبيريًا واحدًا',
    NOT_AN_ADDRESS: () => 'يجب أن يكون عنوان بريد إلكتروني',
    TAKEN: () => 'هذا مستخدم من قبل. اختر غيره',
    OWN_NAME: () => 'لا يمكن أن تكون اسمك أو اسم هذا المكان',
    GUESSABLE: () => 'يسهل تخمينها. اختر عدة كلمات لا علاقة بينها',
  },
};
