// @vitest-environment happy-dom
import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { choicesMade, permissionKnown } from '../features/desktop/desktopSlice';
import { ringEnded, selectChoices, selectRing, selectRoster } from '../features/voice/voiceSlice';
import type { Instance, VoiceRooms } from '../protocol';
import type { Act, Services } from '../services';
import type { Card } from '../services/desktop';
import {
  channelChanged,
  connectionChanged,
  instanceLoaded,
  networkChanged,
  server,
  sessionEnded,
  sessionStarted,
  worldLoaded,
} from '../services/events';
import { keepChoices, PLAIN } from '../services/voice/choices';
import { channelOf, ME, userOf, worldOf } from '../testing/frames';
import { reducer, type State } from './store';
import { talking } from './talking';

const DM = '900';
let version = 0;
const STATE = {
  muted: false,
  deafened: false,
  serverMuted: false,
  serverDeafened: false,
  speaking: false,
  video: false,
  screen: false,
};

/** The outside of a window, in the test's hand. */
function bench() {
  const outside = { cards: [] as Card[], speaks: true, did: [] as string[], asked: 0, away: false };
  const services = {
    api: {
      get: async (): Promise<VoiceRooms> => {
        outside.asked += 1;
        if (outside.away) throw new Error('away');
        const participants = [{ user: userOf('2', 'Bo'), state: STATE }];
        return { version, rooms: [{ channelId: DM, participants }] };
      },
    },
    desktop: {
      show: async (card: Card) => void outside.cards.push(card),
      close: async (tag: string) => {
        outside.cards = outside.cards.filter((card) => card.tag !== tag);
      },
    },
    tabs: {
      get speaks() {
        return outside.speaks;
      },
    },
    voice: {
      voice: {
        leave: () => outside.did.push('leave'),
        networkChanged: () => outside.did.push('network'),
      },
    },
  };
  const listening = createListenerMiddleware<State, Act>();
  talking(listening, services as unknown as Services);
  const store = configureStore({
    reducer,
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: services } }).prepend(listening.middleware),
  });
  const members = [userOf(ME, 'Ada'), userOf('2', 'Bo')];
  const dms = [channelOf(DM, { kind: 'dm', spaceId: null, members })];
  store.dispatch(worldLoaded({ ...worldOf(), dms }));
  store.dispatch(permissionKnown('granted'));
  store.dispatch(choicesMade({ shown: true }));
  const rings = () =>
    store.dispatch(
      server.voiceState({
        type: 'VOICE_STATE',
        channelId: DM,
        userId: '2',
        event: 'joined',
        version: (version += 1),
        user: userOf('2', 'Bo'),
        state: STATE,
        ring: true,
      }),
    );
  return { outside, store, rings };
}

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
});

it('calls who looks elsewhere, until it is answered', async () => {
  const { outside, store, rings } = bench();
  rings();
  await vi.waitFor(() => expect(outside.cards).toHaveLength(1));
  expect(outside.cards[0]).toMatchObject({ title: 'Bo calls', path: `/channels/${DM}` });
  store.dispatch(ringEnded(DM));
  await vi.waitFor(() => expect(outside.cards).toEqual([]));
});

it('shows no card to who looks, who is not to be disturbed, or where another window speaks', async () => {
  const { outside, store, rings } = bench();
  outside.speaks = false;
  rings();
  store.dispatch(ringEnded(DM));
  outside.speaks = true;
  store.dispatch(
    server.userStatus({ type: 'USER_STATUS', userId: ME, status: 'dnd', statusText: null }),
  );
  rings();
  expect(selectRing(store.getState())).toBeDefined();
  expect(outside.cards).toEqual([]);
});

it('stops ringing after a while', async () => {
  vi.useFakeTimers();
  const { store, rings } = bench();
  rings();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(selectRing(store.getState())).toBeDefined();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(selectRing(store.getState())).toBeUndefined();
  vi.useRealTimers();
});

it('leaves with the session, hears of the network, and remembers what was chosen here', () => {
  keepChoices({ ...PLAIN, mode: 'push' });
  const { outside, store } = bench();
  store.dispatch(sessionStarted());
  expect(selectChoices(store.getState()).mode).toBe('push');
  store.dispatch(networkChanged(false));
  store.dispatch(networkChanged(true));
  store.dispatch(sessionEnded('ended'));
  expect(outside.did).toEqual(['network', 'leave']);
});

it('reads who is in which call when the socket is there and channels come into sight, until it is told', async () => {
  vi.useFakeTimers();
  const { outside, store } = bench();
  store.dispatch(instanceLoaded({ voice: { enabled: true } } as Instance));
  expect(outside.asked).toBe(0);
  outside.away = true;
  store.dispatch(connectionChanged({ status: 'live' }));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(outside.asked).toBe(1);
  outside.away = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outside.asked).toBe(2);
  expect(selectRoster(store.getState(), DM).map(({ user }) => user.id)).toEqual(['2']);
  store.dispatch(channelChanged(channelOf('901', { kind: 'voice' })));
  store.dispatch(channelChanged(channelOf('902', { kind: 'voice' })));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(outside.asked).toBe(3);
  store.dispatch(channelChanged(channelOf('902', { name: 'another' })));
  store.dispatch(connectionChanged({ status: 'connecting' }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outside.asked).toBe(3);
  vi.useRealTimers();
});

it('shows calls with the first sight of the world', () => {
  const { store } = bench();
  const participants = [{ user: userOf('2', 'Bo'), state: STATE }];
  const voice = { version: (version += 1), rooms: [{ channelId: DM, participants }] };
  store.dispatch(worldLoaded({ ...worldOf(), voice }));
  expect(selectRoster(store.getState(), DM)).toEqual(participants);
});
