/** What questions about a space say, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './dialogWords';

export const ar: typeof words = {
  makeSpace: 'إنشاء مساحة',
  placeOfItsOwnWith: 'مكان مستقل له قنواته وأعضاؤه وأدواره. يمكنك دعوة الناس إليه بعد إنشائه.',
  shallLeave: (name) => around`مغادرة ${name}؟`,
  leave: 'مغادرة',
  yourRolesThereGoAnd:
    'تزول أدوارك فيها وكذلك الدعوات التي أنشأتها. يبقى ما كتبته. ولا تعود إليها إلا بدعوة.',
};
