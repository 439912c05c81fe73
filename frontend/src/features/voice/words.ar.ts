/** What a call says, in Arabic. */
import { arabic } from '../../language/plural';
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  phases: {
    idle: 'لست في قناة صوتية',
    asking: 'اسمح باستخدام الميكروفون',
    connecting: 'جارٍ الاتصال',
    connected: 'الصوت متصل',
    reconnecting: 'جارٍ إعادة الاتصال',
    failed: 'لست في قناة صوتية',
  },
  reasons: {
    denied:
      'يمنع المتصفح هذه الصفحة من استخدام الميكروفون. اسمح به من إعدادات الصفحة بجانب العنوان. وحتى ذلك الحين يمكنك الاستماع.',
    missing: 'لم يُعثر على ميكروفون. صِل واحدًا وأعد المحاولة، أو انضم للاستماع.',
    busy: 'يستخدم برنامج آخر الميكروفون. أغلقه وأعد المحاولة، أو انضم للاستماع.',
    unsupported:
      'لا يوفر هذا المتصفح ميكروفونًا لهذه الصفحة، ربما لأنها لم تصل عبر HTTPS. يمكنك الانضمام للاستماع.',
    forbidden: 'لم يعد مسموحًا لك بالوجود في هذه القناة الصوتية.',
    gone: 'لم تعد هذه القناة الصوتية موجودة.',
    full: 'هذه القناة الصوتية ممتلئة. أعد المحاولة بعد أن يغادر أحدهم.',
    signed_out: 'انتهت جلستك. سجّل الدخول من جديد.',
    unreachable:
      'لا يصل صوتك إلى الخادم. ربما يحول جدار ناري دون ذلك؛ ويمكن لمن يدير الخادم المساعدة.',
    no_way:
      'لا يصل صوتك إلى الخادم، ولا يستطيع هذا المتصفح إرساله عبر اتصال الصفحة نفسه. يستطيع متصفح آخر ذلك؛ أو يمكن لمن يدير الخادم فتح منفذ الصوت.',
    lost: 'انقطع الاتصال مدة طويلة.',
    refused: 'لا يقبل الخادم انضمامك الآن. أعد المحاولة بعد لحظات.',
    replaced: 'انضممت من نافذة أخرى أو جهاز آخر، وأنت تتحدث هناك الآن.',
    kicked: 'أخرجك أحد المشرفين من القناة الصوتية.',
    channel_deleted: 'حُذفت هذه القناة الصوتية.',
  },

  bar: 'الصوت',
  room: 'قناة صوتية',
  mute: 'كتم الميكروفون',
  unmute: 'إلغاء كتم الميكروفون',
  deafen: 'إيقاف السماع',
  undeafen: 'استئناف السماع',
  leave: 'مغادرة القناة الصوتية',
  settings: 'إعدادات الصوت',
  hold: 'اضغط مطولًا للتحدث',
  speakToo: 'استخدام ميكروفون',
  youMuted: 'ميكروفونك مكتوم',
  youDeafened: 'السماع متوقف لديك',
  listening: 'أنت تستمع من دون ميكروفون.',
  silenced: 'كتمك أحد المشرفين لدى الجميع.',
  deafenedByOthers: 'أوقف أحد المشرفين السماع لديك.',
  mayNotSpeak: 'يمكنك الاستماع هنا، لا التحدث.',
  blocked: 'لن يشغّل المتصفح أي صوت قبل أن تسمح له.',
  hear: 'سماع الآخرين',
  again: 'إعادة المحاولة',
  listen: 'الانضمام للاستماع',
  here: 'التحدث من هنا',
  close: 'إغلاق',

  quality: {
    good: 'الاتصال: جيد',
    fair: 'الاتصال: مقبول',
    poor: 'الاتصال: ضعيف',
    unknown: 'الاتصال: لم يُقَس بعد',
  },
  connection: 'الاتصال',
  ways: {
    udp: 'ينتقل الصوت عبر UDP، وهو أفضل طريق.',
    tcp: 'ينتقل الصوت عبر TCP، لأن UDP لا يمر هنا.',
    ws: 'ينتقل الصوت عبر اتصال الصفحة نفسه، لأنه لا يمر هنا شيء آخر. وتُعاد تجربة الطرق الأفضل مرة بعد مرة.',
  },
  onlySound:
    'لا تمر هنا الكاميرات والشاشات، بل الصوت وحده. ويقول «فحص الصوت» في الإعدادات أي منفذ ينبغي فتحه.',
  rtt: 'ذهابًا وإيابًا',
  lossUp: 'المفقود في الإرسال',
  lossDown: 'المفقود في الاستقبال',
  jitter: 'التذبذب',
  ms: (value) => number(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 }),
  part: (value) => number(value, { style: 'percent', maximumFractionDigits: 1 }),

  people: (channel) => around`في ${channel}`,
  join: 'انضمام',
  joinCall: 'الانضمام إلى المكالمة',
  call: 'اتصال',
  mayNot: 'لا يُسمح لك بالتحدث في هذه القناة.',
  empty: 'لا أحد هنا بعد.',
  inIt: (count) =>
    arabic(count, [
      'لا أحد هنا',
      'شخص واحد هنا',
      'شخصان هنا',
      `${number(count)} أشخاص هنا`,
      `${number(count)} شخصًا هنا`,
      `${number(count)} شخص هنا`,
    ]),

  muted: 'ميكروفون مكتوم',
  deafened: 'لا يسمع',
  mutedForAll: 'مكتوم لدى الجميع',
  suppressed: 'لا يُسمح له بالتحدث هنا',
  deafenedForAll: 'أُوقف سماعه',
  speaking: 'يتحدث',
  sharing: 'يشارك شاشته',
  filmed: 'يُظهر الكاميرا',
  also: (word) => `، ${word}`,

  came: (name) => around`انضم ${name}`,
  went: {
    left: (name) => around`غادر ${name}`,
    kicked: (name) => around`أُخرج ${name}`,
    moved: (name) => around`نُقل ${name} إلى قناة أخرى`,
  },
  next: (first, second) => around`${first}. ${second}`,
  both: (first, second) => around`${first}، ${second}`,

  volume: 'مستوى الصوت لديك',
  percent: (value) => number(value / 100, { style: 'percent' }),

  ring: (name) => around`${name} يتصل بك`,
  ringIn: (place) => around`في ${place}`,
  accept: 'قبول',
  decline: 'رفض',

  move: (name) => around`نقل ${name}`,
  moveTo: 'إلى القناة الصوتية',
  moveIt: 'نقل',
  cancel: 'إلغاء',
  nowhere: 'لا توجد قناة صوتية أخرى للنقل إليها.',
};
