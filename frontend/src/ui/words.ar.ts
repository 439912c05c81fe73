/** What primitives say, in Arabic. */
import { around } from '../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  status: {
    online: 'متصل',
    idle: 'بعيد',
    dnd: 'عدم الإزعاج',
    invisible: 'غير ظاهر',
    offline: 'غير متصل',
  },
  copied: 'تم النسخ',
  copy: 'نسخ',
  showPassword: 'إظهار كلمة المرور',
  hide: 'إخفاء',
  show: 'إظهار',
  emoji: 'الرموز التعبيرية',
  code: 'شيفرة',
  codeIn: (language) => around`شيفرة، ${language}`,
  notAllowedHere: 'غير مسموح هنا',
  ofCode: 'الشيفرة',
  nobodyKnown: 'غير معروف',
  hiddenText: '(مخفي)',
  unknownRole: 'دور غير معروف',
  unknown: '#غير معروفة',
  hiddenTextPressToShow: 'نص مخفي. اضغط لإظهاره',
};
