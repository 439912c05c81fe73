/** What the inbox says, in Arabic. */
import { number } from '../../language/formats';
import { around } from '../../language/mix';
import { arabic } from '../../language/plural';
import type { words } from './words';

export const ar: typeof words = {
  forYou: 'لك',
  unread: 'غير المقروء',
  unreadOf: (count) => around`غير المقروء، ${number(count)}`,
  inbox: 'صندوق الوارد',
  markAllRead: 'تحديد الكل كمقروء',
  whatToShow: 'ما الذي يُعرض',
  inboxCouldNotBeRead: 'تعذّرت قراءة صندوق الوارد',
  nothingWaitsForYou: 'لا شيء بانتظارك',
  whenSomebodyMentionsYouAnswers: 'حين يشير إليك أحد أو يردّ عليك أو يراسلك مباشرة، يظهر ذلك هنا.',
  inboxIsLoading: 'جارٍ تحميل صندوق الوارد',
  whatCalledYou: 'ما وُجّه إليك',
  markReadUpToMessage: (name) => around`تحديد كمقروء حتى رسالة ${name}`,
  olderOnesCouldNotBe: 'تعذّرت قراءة الأقدم.',
  mention: (place) => around`أشار إليك في ${place}`,
  reply: (place) => around`ردّ عليك في ${place}`,
  dm: (place) => around`راسلك في ${place}`,
  isNew: (what) => `جديد: ${what}`,
  youHaveReadEverything: 'لقد قرأت كل شيء',
  channelsWithSomethingNewIn: 'القنوات التي فيها جديد تظهر هنا، وأولها ما وُجّه إليك.',
  unreadChannels: 'القنوات غير المقروءة',
  callsOf: (count) =>
    arabic(count, [
      'لا شيء لك',
      'رسالة واحدة لك',
      'رسالتان لك',
      `${number(count)} رسائل لك`,
      `${number(count)} رسالة لك`,
      `${number(count)} رسالة لك`,
    ]),
  newOf: (count) =>
    arabic(count, [
      'لا جديد',
      'رسالة جديدة',
      'رسالتان جديدتان',
      `${number(count)} رسائل جديدة`,
      `${number(count)} رسالة جديدة`,
      `${number(count)} رسالة جديدة`,
    ]),
  markRead: (name) => around`تحديد كمقروء: ${name}`,
};
