/** What reactions say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';

export const words = catalogue('features/reactions/words', {
  reactions: 'Reactions',
  addReaction: 'Add a reaction',
  react: 'React',
  people: (count: number) => english(count, '1 person', `${number(count)} people`),
  reactionOf: (emoji: string, people: string) => `${emoji}, ${people}`,
  by: (what: string, who: string) => `${what}: ${who}`,
  more: (count: number) => `${number(count)} more`,
  youToo: (emoji: string, people: string) => `${emoji}, ${people}, you too`,
});
