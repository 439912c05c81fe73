/** What one’s own status says, in Arabic. */
import type { words } from './words';

export const ar: typeof words = {
  online: 'متصل',
  idle: 'بعيد',
  dnd: 'عدم الإزعاج',
  invisible: 'غير ظاهر',
  changeYourStatusText: 'تغيير نص الحالة',
  setStatusText: 'تعيين نص للحالة',
  change: (status) => `، ${status}. تغيير حالتك`,
  yourStatus: 'حالتك',
};
