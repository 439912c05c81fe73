/** How long a status text lasts, in Arabic. */
import type { words } from './statusWords';

export const ar: typeof words = {
  'as-it-is': 'المدة نفسها',
  'for-ever': 'حتى أغيّرها',
  'half-an-hour': 'نصف ساعة',
  hours: 'أربع ساعات',
  today: 'اليوم',
  week: 'هذا الأسبوع',
};
