import { describe, expect, it } from 'vitest';
import { channelShown, server, worldLoaded } from '../../services/events';
import { CHANNEL, channelOf, ME, newMessage, SPACE, userOf, worldOf } from '../../testing/frames';
import { channelsReducer, selectAnyUnread, selectListed } from './channelsSlice';

type State = ReturnType<typeof channelsReducer>;
type Action = Parameters<typeof channelsReducer>[1];

const channels = [
  channelOf('300', { name: 'later', position: 1 }),
  channelOf('200', { name: 'seeds', position: 1 }),
  channelOf(CHANNEL),
  channelOf('400', { name: 'Lounge', kind: 'voice', position: 2 }),
  channelOf('500', { name: 'elsewhere', spaceId: '11' }),
];
const after = (...actions: Action[]): State =>
  actions.reduce<State>(
    channelsReducer,
    channelsReducer(undefined, worldLoaded(worldOf(channels))),
  );
const listed = (state: State, voice: boolean): string[] =>
  selectListed({ channels: state }, SPACE, voice).map(({ name }) => name);

describe('the list', () => {
  it('is in the space’s order, oldest first among equals', () => {
    expect(listed(after(), true)).toEqual(['general', 'seeds', 'later', 'Lounge']);
  });

  it('offers no voice where there is none', () => {
    expect(listed(after(), false)).toEqual(['general', 'seeds', 'later']);
  });

  it('grows and shrinks as the server says', () => {
    const created = server.channelCreated({
      type: 'CHANNEL_CREATED',
      stream: SPACE,
      seq: 1,
      spaceId: SPACE,
      channel: channelOf('600', { name: 'new', position: 9 }),
    });
    const hidden = server.syncReset({
      type: 'SYNC_RESET',
      stream: '200',
      seq: 0,
      reason: 'NO_ACCESS',
    });
    expect(listed(after(created, hidden), false)).toEqual(['general', 'later', 'new']);
  });

  it('goes with the space', () => {
    const left = server.spaceLeft({ type: 'SPACE_LEFT', stream: ME, seq: 1, spaceId: SPACE });
    expect(Object.keys(after(left).byId ?? {})).toEqual(['500']);
  });
});

describe('unread', () => {
  const elsewhere = server.newMessage(newMessage(1, { channelId: '200' }));
  const unreadIn = (...actions: Action[]): string[] => Object.keys(after(...actions).unread);

  it('is what others say where one does not look', () => {
    expect(unreadIn(channelShown(CHANNEL), elsewhere)).toEqual(['200']);
    expect(unreadIn(channelShown('200'), elsewhere)).toEqual([]);
    const own = newMessage(1, { channelId: '200', author: userOf(ME) });
    expect(unreadIn(channelShown(CHANNEL), server.newMessage(own))).toEqual([]);
  });

  it('ends by looking', () => {
    expect(unreadIn(elsewhere, channelShown('200'))).toEqual([]);
    expect(selectAnyUnread({ channels: after(elsewhere) })).toBe(true);
  });
});
