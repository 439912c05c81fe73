/** What the inbox says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';

export const words = catalogue('features/inbox/words', {
  forYou: 'For you',
  unread: 'Unread',
  unreadOf: (count: number) => `Unread, ${number(count)}`,
  inbox: 'Inbox',
  markAllRead: 'Mark all read',
  whatToShow: 'What to show',
  inboxCouldNotBeRead: 'The inbox could not be read',
  nothingWaitsForYou: 'Nothing waits for you',
  whenSomebodyMentionsYouAnswers:
    'When somebody mentions you, answers you or writes to you alone, it stands here.',
  inboxIsLoading: 'The inbox is loading',
  whatCalledYou: 'What called you',
  markReadUpToMessage: (name: string) => `Mark read, up to the message of ${name}`,
  olderOnesCouldNotBe: 'Older ones could not be read.',
  mention: (place: string) => `mentioned you in ${place}`,
  reply: (place: string) => `answered you in ${place}`,
  dm: (place: string) => `wrote to you in ${place}`,
  isNew: (what: string) => `New: ${what}`,
  youHaveReadEverything: 'You have read everything',
  channelsWithSomethingNewIn:
    'Channels with something new in them stand here, those that call you first.',
  unreadChannels: 'Unread channels',
  callsOf: (mentions: number) => `${number(mentions)} for you`,
  newOf: (count: number) => `${number(count)} new`,
  markRead: (name: string) => `Mark read: ${name}`,
});
