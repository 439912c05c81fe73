/** What cameras and screens say, in Arabic. */
import { around } from '../../../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  videos: 'الكاميرات والشاشات',
  camera: 'إظهار الكاميرا',
  noCamera: 'إخفاء الكاميرا',
  screen: 'مشاركة الشاشة',
  noScreen: 'إيقاف مشاركة الشاشة',

  you: (name) => around`${name} (أنت)`,
  screenOf: (name) => around`شاشة ${name}`,
  yourScreen: 'شاشتك',
  coming: 'الصورة في الطريق',

  grid: 'عرض الكل',
  focused: (name) => around`${name}، عرض كبير`,
  fullScreen: 'ملء الشاشة',
  noFullScreen: 'الخروج من ملء الشاشة',
  apart: 'صورة داخل صورة',
  quality: 'جودة الصورة',
  caps: { auto: 'تلقائية', high: 'عالية', mid: 'متوسطة', low: 'منخفضة' },

  troubles: {
    camera: {
      denied:
        'يمنع المتصفح هذه الصفحة من استخدام الكاميرا. اسمح بها من إعدادات الصفحة بجانب العنوان.',
      missing: 'لم يُعثر على كاميرا. صِل واحدة وأعد المحاولة.',
      busy: 'يستخدم برنامج آخر الكاميرا. أغلقه وأعد المحاولة.',
      unsupported: 'لا يوفر هذا المتصفح كاميرا لهذه الصفحة، ربما لأنها لم تصل عبر HTTPS.',
      ended: 'لم يعد مسموحًا لك بإظهار الكاميرا هنا.',
    },
    screen: {
      denied: 'لا يسمح المتصفح لهذه الصفحة برؤية الشاشة.',
      missing: 'لا توجد شاشة يمكن مشاركتها.',
      busy: 'لا يسمح النظام للمتصفح برؤية تلك الشاشة. اختر غيرها أو اسمح بها من إعدادات النظام.',
      unsupported: 'لا يستطيع هذا المتصفح مشاركة الشاشة.',
      ended: 'لم يعد مسموحًا لك بمشاركة الشاشة هنا.',
    },
  },
};
