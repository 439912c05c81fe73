/** What the list of channels says, in Arabic. */
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  makeChannelIn: (name) => around`إنشاء قناة في ${name}`,
  actionsFor: (name) => around`إجراءات ${name}`,
  thereIsNoChannelHere: 'لا توجد هنا قناة يمكنك رؤيتها.',
  channelsAreLoading: 'جارٍ تحميل القنوات',
  voice: '، صوتية',
  private: '، خاصة',
  muted: '، مكتومة',
  newMessages: '، رسائل جديدة',
  mentions: (count) =>
    arabic(count, [
      '',
      '، إشارة واحدة',
      '، إشارتان',
      `، ${number(count)} إشارات`,
      `، ${number(count)} إشارة`,
      `، ${number(count)} إشارة`,
    ]),
  draft: 'مسودة',
};
