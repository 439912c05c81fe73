/** What the list of invites says, in Arabic. */
import { around, mix } from '../../language/mix';
import type { words } from './listWords';

export const ar: typeof words = {
  newInvite: 'دعوة جديدة',
  allInvites: 'كل الدعوات',
  yourInvites: 'دعواتك',
  invites: 'الدعوات',
  noneCanBeUsedNow: 'لا دعوة صالحة الآن. الدعوة المستنفدة أو المنتهية لا تظهر هنا.',
  show: 'عرض',
  revoke: 'إلغاء…',
  inviteTo: (name) => around`دعوة إلى ${name}`,
  whoeverOpens: (space) => around`من يفتح الرابط يستطيع إنشاء حساب والانضمام إلى ${space}.`,
  by: (code, name) => mix`${code} من ${name}`,
  showOne: (code) => around`عرض الدعوة ${code}`,
  revokeOne: (code) => around`إلغاء الدعوة ${code}`,
  linkEnds: (name) => mix`لن يُدخل رابط ${name} أحدًا بعد الآن. من جاء به يبقى.`,
  revokeThisInvite: 'إلغاء هذه الدعوة؟',
  revokeInvite: 'إلغاء الدعوة',
};
