/** What the settings say about being told while Parlor is closed, in Arabic. */
import type { words } from './words';

export const ar: typeof words = {
  whileClosed: 'عندما يكون Parlor مغلقًا',
  pushMessages: 'الإشعارات الفورية',
  reachThisDevice:
    'تصل الإشارات إليك والردود والرسائل المباشرة إلى هذا الجهاز عندما لا تكون أمام أي جهاز. وهي مشفّرة في طريقها عبر خدمة صانع المتصفح.',
  leaveOutText: 'إخفاء النص',
  whoAndWhereIsShown: 'يظهر من كتب وأين، ولا يظهر ما كتبه، ولا على شاشة مقفلة.',
  unsupported:
    'لا يمكن الوصول إلى هذا المتصفح وهو مغلق، أو أن هذه الصفحة لم تصل عبر HTTPS. على iPhone أو iPad أضف Parlor إلى الشاشة الرئيسية أولًا.',
  denied:
    'المتصفح يمنع الإشعارات. اسمح بها في إعداداته لهذه الصفحة بجانب العنوان، ثم أعد تحميل الصفحة.',
  failing:
    'لم تقبل خدمة الإشعارات آخر رسالة إلى هذا الجهاز. أوقف هذا ثم شغّله من جديد؛ وإن بقي كذلك فأخبر من يدير هذا الخادم.',
  cardTitle: '{author} في #{channel}',
  cardMessage: 'رسالة جديدة',
  cardMessages: 'رسائل جديدة: {count}',
  cardFile: 'ملف',
  cardMore: 'ورسائل أخرى: {count}',
  cardUnknown: 'هناك شيء جديد.',
  noService: 'لم يستطع هذا المتصفح الوصول إلى خدمة صانعه. تحقق من شبكته ثم حاول مرة أخرى.',
};
