/** What the list of pins says, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  pinnedMessages: 'الرسائل المثبتة',
  pinsAreLoading: 'جارٍ تحميل الرسائل المثبتة',
  pinsCouldNotBeRead: 'تعذّرت قراءة الرسائل المثبتة',
  nothingIsPinnedHere: 'لا رسائل مثبتة هنا',
  pinWhatPeopleShouldFind:
    'ثبّت ما ينبغي أن يجده الناس مرة أخرى: التثبيت من الإجراءات المتاحة لكل رسالة.',
  whatPeopleShouldFindAgain: 'هنا يثبّت القائمون على القناة ما ينبغي أن يجده الناس مرة أخرى.',
  unpinMessageOf: (name) => around`إلغاء تثبيت رسالة ${name}`,
  unpin: 'إلغاء التثبيت',
};
