/** What inviting somebody says, in Arabic. */
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

function timesOf(count: number): string {
  return arabic(count, [
    'أبدًا',
    'مرة واحدة',
    'مرتين',
    `${number(count)} مرات`,
    `${number(count)} مرة`,
    `${number(count)} مرة`,
  ]);
}

export const ar: typeof words = {
  inviteSomebody: 'دعوة شخص',
  invitePeople: 'دعوة أشخاص',
  invitePeopleTo: (name) => around`دعوة أشخاص إلى ${name}`,
  makeAnother: 'إنشاء رابط آخر',
  whoeverOpensLinkCanMake: 'من يفتح الرابط يستطيع إنشاء حساب والانضمام.',
  anyNumber: 'أي عدد',
  goodFor: 'مدة الصلاحية',
  howManyCanUseIt: 'كم شخصًا يمكنه استخدامه',
  makeLink: 'إنشاء رابط',
  inviteLink: 'رابط الدعوة',
  hideQRCode: 'إخفاء رمز QR',
  showQRCode: 'عرض رمز QR',
  qRCodeOfInviteLink: 'رمز QR لرابط الدعوة',
  people: (count) =>
    arabic(count, [
      'لا أحد',
      'شخص واحد',
      'شخصان',
      `${number(count)} أشخاص`,
      `${number(count)} شخصًا`,
      `${number(count)} شخص`,
    ]),
  good: (times, until) =>
    times === null
      ? around`صالح لأي عدد من الأشخاص، ${until}.`
      : around`صالح ${timesOf(times)}، ${until}.`,
  until: (moment) => around`حتى ${moment}`,
  forEver: 'بلا نهاية',
  usedOf: (uses, most, until) => around`استُخدم ${number(uses)} من ${number(most)}، صالح ${until}.`,
  used: (uses, until) =>
    uses === 0
      ? around`لم يُستخدم بعد، صالح ${until}.`
      : around`استُخدم ${timesOf(uses)}، صالح ${until}.`,
};
