/** What the rail of spaces says, in Arabic. */
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  spaces: 'المساحات',
  makeSpace: 'إنشاء مساحة',
  newMessages: (name) => around`${name}، رسائل جديدة`,
  mentions: (name, count) =>
    arabic(count, [
      around`${name}`,
      around`${name}، إشارة واحدة`,
      around`${name}، إشارتان`,
      around`${name}، ${number(count)} إشارات`,
      around`${name}، ${number(count)} إشارة`,
      around`${name}، ${number(count)} إشارة`,
    ]),
};
