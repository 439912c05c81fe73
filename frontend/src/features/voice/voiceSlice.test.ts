import { expect, it } from 'vitest';
import { server, sessionEnded, voiceRoomsRead, worldLoaded } from '../../services/events';
import { CHANNEL, ME, userOf, worldOf } from '../../testing/frames';
import { callChanged, ringEnded, selectRing, selectRoster, voiceReducer } from './voiceSlice';

const STATE = {
  muted: false,
  deafened: false,
  serverMuted: false,
  serverDeafened: false,
  speaking: false,
  video: false,
  screen: false,
};

type Action = Parameters<typeof voiceReducer>[1];

/** After these, from the beginning. */
const after = (...actions: Action[]) => ({
  voice: actions.reduce(voiceReducer, voiceReducer(undefined, { type: 'first' })),
});

/** Of the last change. */
let version = 1;

const join = (id: string, more: object = {}) =>
  server.voiceState({
    type: 'VOICE_STATE',
    channelId: CHANNEL,
    userId: id,
    event: 'joined',
    version: (version += 1),
    user: userOf(id),
    state: STATE,
    ...more,
  });

const leave = (id: string) =>
  server.voiceState({
    type: 'VOICE_STATE',
    channelId: CHANNEL,
    userId: id,
    event: 'left',
    version: (version += 1),
    state: STATE,
  });

const idsIn = (state: ReturnType<typeof after>): string[] =>
  selectRoster(state, CHANNEL).map(({ user }) => user.id);

it('knows who is in a channel, from the first look on', () => {
  const there = [{ user: userOf('2'), state: STATE }];
  const world = worldLoaded({ ...worldOf(), voice: { version: 1, rooms: [{ channelId: CHANNEL, participants: there }] },
  });
  expect(idsIn(after(world))).toEqual(['2']);
  expect(idsIn(after(world, join('3'), join('3'), leave('2')))).toEqual(['3']);
  expect(idsIn(after(world, leave('2')))).toEqual([]);
  expect(after(world, leave('2')).voice.rosters).toEqual({});
  expect(idsIn(after(world, sessionEnded('left')))).toEqual([]);
});

it('tells what was heard from what was read, whichever comes first', () => {
  const before = version;
  const three = join('3');
  const read = voiceRoomsRead({ version: before, rooms: [] });
  expect(idsIn(after(three, read))).toEqual(['3']);
  expect(idsIn(after(read, three))).toEqual(['3']);
  const gone = voiceRoomsRead({ version, rooms: [] });
  expect(idsIn(after(three, gone))).toEqual([]);
  expect(idsIn(after(gone, three))).toEqual([]);
});

it('believes the call where one sits oneself', () => {
  const people = [{ user: userOf(ME), state: { ...STATE, speaking: true } }];
  const call = {
    channelId: CHANNEL,
    phase: { status: 'connected' },
    selfId: ME,
    people,
    listening: false,
    muted: false,
    deafened: false,
    open: true,
    quality: null,
    blocked: false,
    news: null,
  } as const;
  const state = after(worldLoaded(worldOf()), join('2'), callChanged(call));
  expect(selectRoster(state, CHANNEL)).toBe(people);
});

it('rings until it is answered, declined, or nobody waits any more', () => {
  const ringing = [worldLoaded(worldOf()), join('2', { ring: true })];
  expect(selectRing(after(...ringing))).toEqual({ channelId: CHANNEL, from: '2' });
  expect(selectRing(after(...ringing, join(ME)))).toBeUndefined();
  expect(selectRing(after(...ringing, ringEnded(CHANNEL)))).toBeUndefined();
  expect(selectRing(after(...ringing, leave('2')))).toBeUndefined();
});
