/** What the emoji picker says, in Arabic. */
import type { words } from './words';

export const ar: typeof words = {
  searchEmoji: 'البحث في الرموز التعبيرية',
  emoji: 'الرموز التعبيرية',
  noEmojiIsCalledThat: 'لا يوجد رمز تعبيري بهذا الاسم.',
  skinTone: 'لون البشرة',
  categories: {
    Faces: 'وجوه',
    People: 'أشخاص',
    Nature: 'طبيعة',
    Food: 'طعام',
    Doing: 'أنشطة',
    Places: 'أماكن',
    Things: 'أشياء',
    Signs: 'علامات',
    Flags: 'أعلام',
  },
  sorts: 'أنواع الرموز التعبيرية',
  found: 'النتائج',
  recent: 'الأخيرة',
  noSkinTone: 'بلا لون بشرة',
  light: 'فاتح',
  mediumLight: 'فاتح متوسط',
  medium: 'متوسط',
  mediumDark: 'داكن متوسط',
  dark: 'داكن',
};
