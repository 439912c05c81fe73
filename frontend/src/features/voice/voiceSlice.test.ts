import { expect, it } from 'vitest';
import { server, sessionEnded, worldLoaded } from '../../services/events';
import { CHANNEL, ME, userOf, worldOf } from '../../testing/frames';
import {
  callChanged,
  ringEnded,
  roomsRead,
  selectRing,
  selectRoster,
  voiceReducer,
} from './voiceSlice';

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

/** Everybody in the one channel, as of a moment. */
const list = (version: number, ...ids: string[]) => {
  const participants = ids.map((id) => ({ user: userOf(id), state: STATE }));
  return roomsRead({
    version,
    rooms: ids.length > 0 ? [{ channelId: CHANNEL, participants }] : [],
  });
};

const join = (id: string, version: number, more: object = {}) =>
  server.voiceState({
    type: 'VOICE_STATE',
    channelId: CHANNEL,
    userId: id,
    event: 'joined',
    version,
    user: userOf(id),
    state: STATE,
    ...more,
  });

const leave = (id: string, version: number) =>
  server.voiceState({
    type: 'VOICE_STATE',
    channelId: CHANNEL,
    userId: id,
    event: 'left',
    version,
    state: STATE,
  });

const idsIn = (state: ReturnType<typeof after>): string[] =>
  selectRoster(state, CHANNEL).map(({ user }) => user.id);

it('knows who is in a channel, from the first list on', () => {
  expect(idsIn(after(list(5, '2')))).toEqual(['2']);
  expect(idsIn(after(list(5, '2'), join('3', 6), join('3', 6), leave('2', 7)))).toEqual(['3']);
  expect(after(list(5, '2'), leave('2', 6)).voice.rosters.people).toEqual({});
  expect(idsIn(after(list(5, '2'), sessionEnded('left')))).toEqual([]);
});

it('believes the newest word about each person, whichever way it came', () => {
  // What the list says already.
  expect(idsIn(after(list(5, '2'), leave('2', 4)))).toEqual(['2']);
  expect(idsIn(after(list(5), join('2', 5)))).toEqual([]);
  // A list that is overtaken by what was told.
  expect(idsIn(after(join('3', 8), leave('2', 7), list(6, '2', '4')))).toEqual(['4', '3']);
  expect(idsIn(after(join('3', 8), list(8, '4')))).toEqual(['4']);
  expect(idsIn(after(leave('2', 8), join('2', 7)))).toEqual([]);
  // An older list than the last; one of the same moment may show a channel more.
  expect(idsIn(after(list(9, '4'), list(6, '2')))).toEqual(['4']);
  expect(idsIn(after(list(9), list(9, '2')))).toEqual(['2']);
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
    way: null,
    shows: null,
    blocked: false,
    news: null,
  } as const;
  const state = after(worldLoaded(worldOf()), join('2', 1), callChanged(call));
  expect(selectRoster(state, CHANNEL)).toBe(people);
});

it('rings until it is answered, declined, or nobody waits any more', () => {
  const ringing = [worldLoaded(worldOf()), join('2', 1, { ring: true })];
  expect(selectRing(after(...ringing))).toEqual({ channelId: CHANNEL, from: '2' });
  expect(selectRing(after(...ringing, list(1, '2')))).toBeDefined();
  expect(selectRing(after(...ringing, join(ME, 2)))).toBeUndefined();
  expect(selectRing(after(...ringing, ringEnded(CHANNEL)))).toBeUndefined();
  expect(selectRing(after(...ringing, leave('2', 2)))).toBeUndefined();
  expect(selectRing(after(...ringing, list(2)))).toBeUndefined();
});
