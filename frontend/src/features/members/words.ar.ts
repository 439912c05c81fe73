/** What the list of members says, in Arabic. */
import { number } from '../../language/formats';
import { around, mix } from '../../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  membersCouldNotBeRead: 'تعذّرت قراءة الأعضاء.',
  findMember: 'البحث عن عضو',
  nobodyIsCalledThat: 'لا أحد هنا بهذا الاسم.',
  nobodyElseIsHereYet: 'لا أحد غيرك هنا بعد.',
  headOf: (title, count, more) => mix`${title}، ${number(count)}${more ? ' وأكثر' : ''}`,
  membersAreLoading: 'جارٍ تحميل الأعضاء',
  owner: '، المالك',
  program: '، برنامج',
  is: (status) => `، ${status}`,
  timedOut: (until) => around`موقوف مؤقتًا حتى ${until}.`,
  people: 'الأشخاص',
  joined: (joined, made) => around`انضم في ${joined}. أُنشئ الحساب في ${made}.`,
  made: (day) => around`أُنشئ الحساب في ${day}.`,
  message: 'مراسلة',
  actionsFor: (name) => around`إجراءات ${name}`,
  seen: {
    online: 'متصل',
    idle: 'بعيد',
    dnd: 'عدم الإزعاج',
    invisible: 'غير ظاهر',
    offline: 'غير متصل',
  },
  online: 'متصلون',
  offline: 'غير متصلين',
};
