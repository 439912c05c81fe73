/** Who is writing. */
import { catalogue } from '../../language';
import { english } from '../../language/plural';

export const words = catalogue('features/typing/words', {
  somebody: 'Somebody',
  typing: (count: number, names: string) =>
    english(count, `${names} is typing`, `${names} are typing`),
  severalPeopleAreTyping: 'Several people are typing',
});
