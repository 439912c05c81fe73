/** What reactions say, in Arabic. */
import { number } from '../../language/formats';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  reactions: 'التفاعلات',
  addReaction: 'إضافة تفاعل',
  react: 'تفاعل',
  people: (count) =>
    arabic(count, [
      'لا أحد',
      'شخص واحد',
      'شخصان',
      `${number(count)} أشخاص`,
      `${number(count)} شخصًا`,
      `${number(count)} شخص`,
    ]),
  reactionOf: (emoji, people) => `${emoji}، ${people}`,
  youToo: (emoji, people) => `${emoji}، ${people}، وأنت منهم`,
};
