/** What is said without a server, and of a newer client, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './words';

export const ar: typeof words = {
  readUntil: (when) => around`تعذّر الوصول إلى الخادم. ترى ما قُرئ حتى ${when}؛ وما تكتبه يُرسل لاحقًا.`,
  newerVersionOfParlorIs: 'يتوفر إصدار أحدث من Parlor. ما بدأت كتابته يبقى محفوظًا.',
};
