/** What the rail of spaces says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';

export const words = catalogue('features/spaces/words', {
  spaces: 'Spaces',
  makeSpace: 'Make a space',
  newMessages: (name: string) => `${name}, new messages`,
  mentions: (name: string, count: number) =>
    english(count, `${name}, 1 mention`, `${name}, ${number(count)} mentions`),
});
