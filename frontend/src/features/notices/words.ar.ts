/** What stands around notices, in Arabic. */
import type { words } from './words';

export const ar: typeof words = {
  notices: 'التنبيهات',
  dismiss: 'إخفاء',
};
