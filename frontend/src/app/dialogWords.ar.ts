/** What questions about conversations say, in Arabic. */
import { number } from '../language/formats';
import { around } from '../language/mix';
import type { words } from './dialogWords';

export const ar: typeof words = {
  bringPeopleIn: 'إضافة أشخاص',
  bringIn: (count) => (count > 1 ? around`إضافة ${number(count)}` : 'إضافة'),
  messageSomebody: 'مراسلة شخص',
  begin: (count) => (count > 1 ? 'بدء مجموعة' : 'مراسلة'),
};
