/** What reactions say, in Arabic. */
import { number } from '../../language/formats';
import type { words } from './words';

export const ar: typeof words = {
  reactions: 'التفاعلات',
  addReaction: 'إضافة تفاعل',
  react: 'تفاعل',
  // With the number that is seen, so that it can be said aloud to a machine.
  people: (count) => `العدد ${number(count)}`,
  reactionOf: (emoji, people) => `${emoji}، ${people}`,
  by: (what, who) => `${what}: ${who}`,
  more: (count) => `${number(count)} غيرهم`,
  youToo: (emoji, people) => `${emoji}، ${people}، وأنت منهم`,
};
