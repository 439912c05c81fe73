// @vitest-environment happy-dom
import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { readLatest } from '../features/messages/history';
import type { History, Sync } from '../protocol';
import type { Act, Services } from '../services';
import type { KeptWorld } from '../services/archive';
import {
  connectionChanged,
  instanceLoaded,
  networkChanged,
  server,
  sessionEnded,
  sessionStarted,
  worldLoaded,
} from '../services/events';
import { CHANNEL, channelOf, messageOf, newMessage, SPACE, worldOf } from '../testing/frames';
import { archiving } from './archiving';
import { recall } from './recall';
import { remembered } from './remembered';
import { reducer, type State } from './store';

const INSTANCE = { name: 'Allotment', setupRequired: false } as KeptWorld['instance'];

/** A browser that keeps, and a server that can be taken away. */
function bench() {
  const kept = { world: null as KeptWorld | null, pages: new Map<string, History>() };
  const outside = { reachable: true, syncs: 0 };
  const history: History = { items: [messageOf(1)], hasMore: false, lastSeq: 1 };
  const services = {
    api: {
      get: async (path: string): Promise<Sync | History> => {
        if (path === '/sync') outside.syncs += 1;
        if (!outside.reachable) throw new Error('nobody answers');
        return path === '/sync' ? worldOf() : history;
      },
    },
    socket: {
      record: () => ({ after: () => [] }),
      join: vi.fn(),
      follow: vi.fn(),
      start: vi.fn(),
    },
    outbox: { of: async () => [] },
    archive: {
      putWorld: async (world: KeptWorld) => void (kept.world = world),
      world: async () => kept.world,
      putPage: async (_user: string, id: string, page: History) => void kept.pages.set(id, page),
      page: async (_user: string, id: string) => kept.pages.get(id) ?? null,
      clear: async () => {
        kept.world = null;
        kept.pages.clear();
      },
    },
  } as unknown as Services;
  const open = () => {
    const listening = createListenerMiddleware<State, Act>();
    archiving(listening, services);
    return configureStore({
      reducer,
      middleware: (defaults) =>
        defaults({ thunk: { extraArgument: services } }).prepend(listening.middleware),
    });
  };
  return { kept, outside, open };
}

/** A window that has read what there is, with a server. */
async function read() {
  const { kept, outside, open } = bench();
  const store = open();
  store.dispatch(instanceLoaded(INSTANCE));
  store.dispatch(sessionStarted());
  store.dispatch(worldLoaded(worldOf()));
  await store.dispatch(readLatest(CHANNEL));
  store.dispatch(server.newMessage(newMessage(2)));
  await vi.advanceTimersByTimeAsync(2_000);
  return { kept, outside, open, store };
}

const texts = (state: State): string[] =>
  (state.messages.timelines[CHANNEL]?.ids ?? []).map(
    (id) => state.messages.byId[id]?.content ?? '',
  );

beforeEach(() => {
  localStorage.clear();
  remembered.sessionIs(true);
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

it('keeps the world, and a channel when it is quiet, with what came since', async () => {
  const { kept } = await read();
  expect(kept.world?.world.me.displayName).toBe('Ada');
  expect(kept.pages.get(CHANNEL)?.items.map(({ seq }) => seq)).toEqual([1, 2]);
});

it('keeps the places there are by now', async () => {
  const { kept, store } = await read();
  const created = { stream: SPACE, seq: 2, spaceId: SPACE, channel: channelOf('300') };
  store.dispatch(server.channelCreated({ type: 'CHANNEL_CREATED', ...created }));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(kept.world?.world.spaces[0]?.channels.map(({ id }) => id)).toEqual([CHANNEL, '300']);
});

it('opens with what was kept, says so, and shows today’s as soon as it can', async () => {
  const { kept, outside, open } = await read();
  const at = kept.world?.at;
  outside.reachable = false;
  const store = open();
  vi.advanceTimersByTime(60_000);
  expect(await store.dispatch(recall())).toBe(true);
  await store.dispatch(readLatest(CHANNEL));
  await vi.waitFor(() => expect(texts(store.getState())).toEqual(['message 1', 'message 2']));
  expect(store.getState().offline.readAt).toBe(at);
  expect(store.getState().messages.timelines[CHANNEL]).toMatchObject({
    status: 'recalled',
    older: 'failed',
  });
  // What is kept stays as of then.
  expect(kept.world?.at).toBe(at);

  outside.reachable = true;
  const before = outside.syncs;
  store.dispatch(networkChanged(true));
  await vi.waitFor(() => expect(store.getState().offline.readAt).toBeNull());
  expect(outside.syncs).toBe(before + 1);
  store.dispatch(connectionChanged({ status: 'live' }));
  await vi.waitFor(() =>
    expect(store.getState().messages.timelines[CHANNEL]?.status).toBe('ready'),
  );
  expect(texts(store.getState())).toEqual(['message 1']);
});

it('shows nothing to somebody who is not signed in, nor twice', async () => {
  const { open } = await read();
  const store = open();
  expect(await store.dispatch(recall())).toBe(true);
  expect(await store.dispatch(recall())).toBe(false);
  remembered.sessionIs(false);
  expect(await open().dispatch(recall())).toBe(false);
});

it('forgets everything with the session, also what was about to be kept', async () => {
  const { kept, store } = await read();
  store.dispatch(server.newMessage(newMessage(3)));
  store.dispatch(sessionEnded('left'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(kept.world).toBeNull();
  expect(kept.pages.size).toBe(0);
});
