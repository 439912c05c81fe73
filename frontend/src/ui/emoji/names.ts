/** What emoji are called. In English as they are kept, in `emoji.json`. */
import { catalogue } from '../../language';
import type { Emoji } from './find';

export const words = catalogue('ui/emoji/names', { of: {} as Record<string, string> });

/** In the spoken language; what it is called in English finds it all the same. */
export function called(emoji: Emoji): Emoji {
  const [sign, english, more = '', codes = ''] = emoji;
  const name = words.of[sign];
  return name === undefined ? emoji : [sign, name, `${english} ${more}`, codes];
}
