import { describe, expect, it } from 'vitest';
import { channelsLoaded, server, worldLoaded } from '../../services/events';
import { CHANNEL, channelOf, ME, memberOf, SPACE, userOf, worldOf } from '../../testing/frames';
import { channelsReducer, selectDms, selectListed } from './channelsSlice';

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

it('is read anew when rights change, and says what changes', () => {
  const state = after(
    channelsLoaded({ spaceId: SPACE, channels: [channelOf('700', { name: 'secret' })] }),
    server.channelUpdated({
      type: 'CHANNEL_UPDATED',
      stream: SPACE,
      seq: 2,
      spaceId: SPACE,
      channel: channelOf('800', { name: 'came into sight', position: 3 }),
    }),
  );
  expect(listed(state, true)).toEqual(['secret', 'came into sight']);
  expect(state.byId?.['500']).toBeDefined();
});

it('lets channels stand on their own when their category goes', () => {
  const state = [
    server.channelCreated({
      type: 'CHANNEL_CREATED',
      stream: SPACE,
      seq: 1,
      spaceId: SPACE,
      channel: channelOf('600', { kind: 'category', name: 'Work' }),
    }),
    server.channelUpdated({
      type: 'CHANNEL_UPDATED',
      stream: SPACE,
      seq: 2,
      spaceId: SPACE,
      channel: channelOf('200', { parentId: '600' }),
    }),
    server.channelDeleted({
      type: 'CHANNEL_DELETED',
      stream: SPACE,
      seq: 3,
      spaceId: SPACE,
      channelId: '600',
    }),
  ].reduce<State>(channelsReducer, after());
  expect(state.byId?.['200']?.parentId).toBeNull();
  expect(state.byId?.['600']).toBeUndefined();
});

describe('conversations', () => {
  const dm = channelOf('900', {
    kind: 'dm',
    spaceId: null,
    name: '',
    members: [userOf(ME), userOf('2')],
  });
  const opened = server.dmOpened({ type: 'DM_OPENED', stream: ME, seq: 1, channel: dm });
  const names = (state: State): (string | undefined)[] =>
    selectDms({ channels: state }).map(({ members }) => members?.at(-1)?.displayName);

  it('open and close as the server says', () => {
    expect(names(after(opened))).toEqual(['user 2']);
    const closed = server.dmClosed({ type: 'DM_CLOSED', stream: ME, seq: 2, channelId: '900' });
    expect(names(after(opened, closed))).toEqual([]);
  });

  it('call people by their new name', () => {
    const renamed = server.memberUpdated({
      type: 'MEMBER_UPDATED',
      stream: SPACE,
      seq: 2,
      spaceId: SPACE,
      member: memberOf(userOf('2', 'Bo')),
    });
    expect(names(after(opened, renamed))).toEqual(['Bo']);
  });
});
