/** What previews of links say, in Arabic. */
import { number } from '../../language/formats';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  removePreviews: (count) =>
    arabic(count, [
      'إزالة المعاينات',
      'إزالة المعاينة',
      'إزالة المعاينتين',
      'إزالة المعاينات',
      'إزالة المعاينات',
      'إزالة المعاينات',
    ]),
  shallPreviewsGo: (count) =>
    arabic(count, [
      'إزالة المعاينات؟',
      'إزالة المعاينة؟',
      'إزالة المعاينتين؟',
      `إزالة المعاينات (${number(count)})؟`,
      `إزالة المعاينات (${number(count)})؟`,
      `إزالة المعاينات (${number(count)})؟`,
    ]),
  messageStaysWhatItLinks: 'تبقى الرسالة. لكن ما تشير إليه روابطها لن يظهر تحتها لأحد بعد الآن.',
};
