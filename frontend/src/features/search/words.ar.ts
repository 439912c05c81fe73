/** What the search says, in Arabic. */
import { number } from '../../language/formats';
import { around, mix } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  findWhatWasSaid: 'البحث فيما قيل',
  howTo: (from, place, has, before, after) =>
    mix`اكتب بضع كلمات، أو ضيّق البحث باستخدام ${from} و${place} و${has} و${before} و${after}. علامات الاقتباس تبحث عن كلمات متجاورة.`,
  searching: 'جارٍ البحث',
  searchDidNotWork: 'لم ينجح البحث',
  nothingWasFound: 'لم يُعثر على شيء',
  tryFewerOrOtherWords: 'جرّب كلمات أقل أو غيرها، أو ابحث في كل مكان. لا يظهر إلا ما يحق لك رؤيته.',
  moreThanMessages: (count) => around`أكثر من ${number(count)} رسالة`,
  foundMessages: 'الرسائل التي عُثر عليها',
  nextOnesCouldNotBe: 'تعذّرت قراءة ما يليها.',
  messages: (count) =>
    arabic(count, [
      'لا رسائل',
      'رسالة واحدة',
      'رسالتان',
      `${number(count)} رسائل`,
      `${number(count)} رسالة`,
      `${number(count)} رسالة`,
    ]),
  noMore: (messages) => `${messages}، لا غير.`,
  unknown: (what) => around`${what}: لا شيء هنا بهذا الاسم. يُبحث عنه ككلمات.`,
  remove: (what) => around`${what}، إزالة`,
  searchMessages: 'البحث في الرسائل',
  conditions: 'الشروط',
  search: 'البحث',
  whereToLook: 'مكان البحث',
  from: (label) => around`من ${label}`,
  in: (label) => around`في ${label}`,
  before: (day) => around`قبل ${day}`,
  after: (day) => around`منذ ${day}`,
  has: { link: 'فيها رابط', file: 'فيها ملف', image: 'فيها صورة' },
  days: {
    today: 'اليوم',
    yesterday: 'أمس',
    week: 'الأسبوع الماضي',
    month: 'الشهر الماضي',
    year: 'السنة الماضية',
  },
  hints: {
    from: 'من كتبها',
    in: 'في أي قناة',
    has: 'ما الذي فيها',
    before: 'حتى يوم معين',
    after: 'من يوم معين',
  },
};
