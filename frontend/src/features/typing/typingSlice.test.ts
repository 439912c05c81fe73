import { expect, it } from 'vitest';
import { server } from '../../services/events';
import { CHANNEL, newMessage, userOf } from '../../testing/frames';
import { sentenceOf } from './TypingLine';
import { selectTyping, typingEnded, typingReducer } from './typingSlice';

type State = ReturnType<typeof typingReducer>;

const types = (userId: string) => server.typing({ type: 'TYPING', channelId: CHANNEL, userId });
const ends = (userId: string, times: number) => typingEnded({ channelId: CHANNEL, userId, times });
const writing = (...actions: Parameters<typeof typingReducer>[1][]): string[] =>
  selectTyping(
    { typing: actions.reduce<State>(typingReducer, typingReducer(undefined, { type: '' })) },
    CHANNEL,
  ).map(({ userId }) => userId);

it('knows who writes, in the order they began', () => {
  expect(writing(types('3'), types('2'), types('3'))).toEqual(['3', '2']);
});

it('holds until it runs out, or is said again', () => {
  expect(writing(types('2'), ends('2', 1))).toEqual([]);
  expect(writing(types('2'), types('2'), ends('2', 1))).toEqual(['2']);
});

it('ends with the message', () => {
  const message = server.newMessage(newMessage(1, { author: userOf('2') }));
  expect(writing(types('2'), types('3'), message)).toEqual(['3']);
});

it.each([
  [['Bo'], 'Bo is typing'],
  [['Bo', 'Dee'], 'Bo and Dee are typing'],
  [['Bo', 'Dee', 'Cy'], 'Bo, Dee, and Cy are typing'],
  [['Bo', 'Dee', 'Cy', 'Ada'], 'Several people are typing'],
])('says so: %j', (names, sentence) => {
  expect(sentenceOf(names)).toBe(sentence);
});
