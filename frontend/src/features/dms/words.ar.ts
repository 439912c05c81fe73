/** What direct conversations say, in Arabic. */
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  people: 'الأشخاص',
  messageSomebody: 'مراسلة شخص',
  conversations: 'المحادثات',
  allConversations: 'كل المحادثات',
  muted: '، مكتومة',
  is: (status) => `، ${status}`,
  unread: (count) =>
    arabic(count, [
      '',
      '، رسالة جديدة',
      '، رسالتان جديدتان',
      `، ${number(count)} رسائل جديدة`,
      `، ${number(count)} رسالة جديدة`,
      `، ${number(count)} رسالة جديدة`,
    ]),
  actionsFor: (name) => around`إجراءات ${name}`,
  nobodyToTalkToYet: 'لا أحد تحادثه بعد',
  whoeverSharesSpaceWithYou:
    'يمكنك مراسلة من يشاركك مساحة مباشرة، منفردًا أو ضمن مجموعة من عشرة أشخاص على الأكثر.',
  onlyYou: 'أنت فقط',
};
