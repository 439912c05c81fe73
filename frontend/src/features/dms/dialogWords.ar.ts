/** What questions about conversations say, in Arabic. */
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import type { words } from './dialogWords';

export const ar: typeof words = {
  leaveGroupWith: (name) => around`مغادرة المجموعة مع ${name}؟`,
  leave: 'مغادرة',
  whatWasSaidIsNot: 'لن تستطيع قراءة ما قيل فيها حتى يعيدك إليها أحد أعضائها.',
  groupMax: (count) => around`تضم المجموعة ${number(count)} أشخاص على الأكثر.`,
  findPeople: 'البحث عن أشخاص',
  people: 'الأشخاص',
  nobodySharesSpaceWithYou: 'لا أحد يشاركك مساحة بعد. ادعُ أحدًا أولًا.',
  nobodyYouKnowIsCalled: 'لا أحد ممن تعرفهم بهذا الاسم.',
};
