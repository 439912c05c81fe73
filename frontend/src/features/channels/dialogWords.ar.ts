/** What questions about a channel say, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './dialogWords';

export const ar: typeof words = {
  text: 'نصية',
  messagesFilesAndReactions: 'رسائل وملفات وتفاعلات',
  voice: 'صوتية',
  talkingWithEachOther: 'تحدّث الأعضاء معًا',
  kind: 'النوع',
  topicOptional: 'الموضوع (اختياري)',
  whatItIsAboutIn: 'سطر في الأعلى يقول عمّ تدور القناة.',
  category: 'الفئة',
  slowMode: 'الوضع البطيء',
  peopleAtMost: 'أقصى عدد من الأشخاص',
  emptyIsAsManyAs: 'فارغ: بقدر ما يسمح به الخادم. ومن يحق له نقل الآخرين يدخل على أي حال.',
  soundQuality: 'جودة الصوت',
  kilobits: (kilobits, usual) =>
    usual ? around`${kilobits} كيلوبت في الثانية، كالمعتاد` : around`${kilobits} كيلوبت في الثانية`,
  private: 'خاصة',
  onlyYouAndThoseYou: 'لا يراها إلا أنت ومن تسمح لهم.',
  change: (name) => around`تغيير ${name}`,
  makeCategory: 'إنشاء فئة',
  makeChannel: 'إنشاء قناة',
  off: 'إيقاف',
  oneMessageIn: (span) => around`رسالة واحدة كل ${span}`,
  shallDelete: (name) => around`حذف ${name}؟`,
  channelsInItStayThey: 'تبقى القنوات التي فيها، وتصير مستقلة.',
  everythingThatWasWrittenThere: 'يُحذف كل ما كُتب فيها لدى الجميع مع ملفاته. ولا يمكن استعادته.',
};
