/** What the question for a status text says, in Arabic. */
import type { words } from './dialogWords';

export const ar: typeof words = {
  whatAreYouUpTo: 'ماذا تفعل الآن؟',
  statusText: 'نص الحالة',
  howLong: 'المدة',
  clearIt: 'مسح',
};
