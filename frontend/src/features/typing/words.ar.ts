/** Who is writing, in Arabic. */
import { around } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  somebody: 'شخص ما',
  typing: (count, names) =>
    arabic(count, [
      '',
      around`${names} يكتب الآن`,
      around`${names} يكتبان الآن`,
      around`${names} يكتبون الآن`,
      around`${names} يكتبون الآن`,
      around`${names} يكتبون الآن`,
    ]),
  severalPeopleAreTyping: 'عدة أشخاص يكتبون الآن',
};
