/** What files in messages say, in Arabic. */
import { number } from '../../language/formats';
import { around, mix } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  describeThisPicture: 'وصف هذه الصورة',
  whatDoesItShowScreen: 'ماذا تُظهر؟ قارئات الشاشة تقرأ الوصف بدلًا منها.',
  download: (name) => around`تنزيل ${name}`,
  pictureBefore: 'الصورة السابقة',
  nextPicture: 'الصورة التالية',
  thisPictureIsNotHere: 'لم تعد هذه الصورة موجودة.',
  show: (name) => around`عرض ${name}`,
  filesToSend: 'ملفات للإرسال',
  uploading: (name) => around`جارٍ رفع ${name}`,
  describe: 'وصف',
  described: 'موصوفة',
  remove: (name) => around`إزالة ${name}`,
  hasFileHereHasAt: (name, size, most) =>
    around`حجم ${name} هو ${size}. أقصى حجم للملف هنا ${most}.`,
  isGone: (name) => mix`${name} لم يعد موجودًا.`,
  placeOf: (at, count) => around` ${number(at)} من ${number(count)}`,
  isEmpty: (name) => around`${name} فارغ.`,
  messageCarriesAtMostFiles: (count) =>
    arabic(count, [
      'لا تحمل الرسالة ملفات.',
      'تحمل الرسالة ملفًا واحدًا على الأكثر.',
      'تحمل الرسالة ملفين على الأكثر.',
      `تحمل الرسالة ${number(count)} ملفات على الأكثر.`,
      `تحمل الرسالة ${number(count)} ملفًا على الأكثر.`,
      `تحمل الرسالة ${number(count)} ملف على الأكثر.`,
    ]),
  attachFilesUpToOf: (count, size) =>
    around`إرفاق ملفات: ${number(count)} على الأكثر، ${size} لكل منها`,
};
