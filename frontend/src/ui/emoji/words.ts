/** What the emoji picker says. */
import { catalogue } from '../../language';

export const words = catalogue('ui/emoji/words', {
  searchEmoji: 'Search emoji',
  emoji: 'Emoji',
  noEmojiIsCalledThat: 'No emoji is called that.',
  skinTone: 'Skin tone',
  /** By their English names, as they are kept. */
  categories: {
    Faces: 'Faces',
    People: 'People',
    Nature: 'Nature',
    Food: 'Food',
    Doing: 'Doing',
    Places: 'Places',
    Things: 'Things',
    Signs: 'Signs',
    Flags: 'Flags',
  },
  sorts: 'Kinds of emoji',
  found: 'Found',
  recent: 'Recent',
  noSkinTone: 'No skin tone',
  light: 'Light',
  mediumLight: 'Medium light',
  medium: 'Medium',
  mediumDark: 'Medium dark',
  dark: 'Dark',
});
