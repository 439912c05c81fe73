/** What the palette says, in Arabic. */
import { number } from '../../language/formats';
import { mix } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  findOrJumpTo: 'البحث أو الانتقال إلى',
  found: 'النتائج',
  signs: (people, channels, commands) => mix`${people} أشخاص ${channels} قنوات ${commands} أوامر`,
  nothingYouCanSeeIs: 'لا شيء مما تراه يحمل هذا الاسم. جرّب أحرفًا أقل.',
  results: (count) =>
    arabic(count, [
      'لا نتائج',
      'نتيجة واحدة',
      'نتيجتان',
      `${number(count)} نتائج`,
      `${number(count)} نتيجة`,
      `${number(count)} نتيجة`,
    ]),
  forYou: (count) =>
    arabic(count, [
      'لا شيء لك',
      'رسالة واحدة لك',
      'رسالتان لك',
      `${number(count)} رسائل لك`,
      `${number(count)} رسالة لك`,
      `${number(count)} رسالة لك`,
    ]),
};
