// @vitest-environment happy-dom
import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { choicesMade, permissionKnown } from '../features/desktop/desktopSlice';
import { ringEnded, selectChoices, selectRing } from '../features/voice/voiceSlice';
import type { Act, Services } from '../services';
import type { Card } from '../services/desktop';
import {
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
  const outside = { cards: [] as Card[], speaks: true, did: [] as string[] };
  const services = {
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
    middleware: (defaults) => defaults().prepend(listening.middleware),
  });
  const members = [userOf(ME, 'Ada'), userOf('2', 'Bo')];
  const dms = [channelOf(DM, { kind: 'dm', spaceId: null, members })];
  store.dispatch(worldLoaded({ ...worldOf(), dms }));
  store.dispatch(permissionKnown('granted'));
  store.dispatch(choicesMade({ shown: true }));
  let version = 0;
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
