/** What pages of settings say, in Arabic. */
import { around } from '../language/mix';
import type { words } from './pageWords';

export const ar: typeof words = {
  allOf: (title) => around`كل ${title}`,
  nothingHere: 'لا شيء هنا',
  closeEsc: 'إغلاق (Esc)',
  thereIsNoSuchPage: 'لا توجد صفحة كهذه',
  addressIsNotRightOr: 'العنوان غير صحيح، أو ليس لك أن تغيّر هذا.',
  chooseAnother: 'اختيار أخرى',
  choosePicture: 'اختيار صورة',
  itGoesWhenYouSave: 'تُزال عند الحفظ.',
  picture: (label) => around`${label}: صورة`,
  whatWasChosen: 'الصورة المختارة',
  whatShallBeSeen: 'أي جزء منها يظهر؟',
  pullPicture: 'اسحب الصورة إلى المكان المناسب.',
  size: 'الحجم',
  sideways: 'يمينًا ويسارًا',
  upAndDown: 'إلى أعلى وإلى أسفل',
  takeIt: 'استخدامها',
  areLoading: (label) => around`جارٍ تحميل ${label}`,
  showMore: 'عرض المزيد',
  saveOrResetYourChanges: 'احفظ تغييراتك أو تراجع عنها أولًا.',
  unsavedChanges: 'تغييرات غير محفوظة',
  youHaveChangesThatAre: 'لديك تغييرات غير محفوظة.',
  reset: 'تراجع',
  saveChanges: 'حفظ التغييرات',
};
