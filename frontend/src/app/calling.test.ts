// @vitest-environment happy-dom
import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { choicesMade } from '../features/desktop/desktopSlice';
import type { NotificationKind } from '../protocol';
import type { Act, Services } from '../services';
import type { Card } from '../services/desktop';
import { channelRead, server, sessionEnded, sessionStarted, worldLoaded } from '../services/events';
import { CHANNEL, channelOf, ME, messageOf, newMessage, userOf, worldOf } from '../testing/frames';
import { calling } from './calling';
import { reducer, type State } from './store';

/** The id of a message that was written just now. */
const NOW_ID = String(BigInt(Date.now() - Date.UTC(2026, 0, 1)) << 22n);
const DM = '900';

/** The outside of a window, in the test's hand. */
function bench() {
  const outside = { cards: [] as Card[], lookedAt: '', speaks: true, gone: false };
  const services = {
    desktop: {
      permitted: 'granted',
      show: async (card: Card) => void outside.cards.push(card),
      close: async (tag: string) => {
        outside.cards = outside.cards.filter((card) => card.tag !== tag);
      },
    },
    tabs: {
      join: vi.fn(),
      leave: vi.fn(),
      get speaks() {
        return outside.speaks;
      },
      isLookedAt: async (id: string) => id === outside.lookedAt,
    },
    api: {
      get: async () => {
        if (outside.gone) throw new Error('it is gone');
        return messageOf(1, { author: userOf('2', 'Bo') });
      },
    },
  };
  const listening = createListenerMiddleware<State, Act>();
  calling(listening, services as unknown as Services);
  const store = configureStore({
    reducer,
    middleware: (defaults) => defaults().prepend(listening.middleware),
  });
  const dms = [channelOf(DM, { kind: 'dm', spaceId: null, members: [userOf('2', 'Bo')] })];
  store.dispatch(worldLoaded({ ...worldOf(), dms }));
  store.dispatch(sessionStarted());
  store.dispatch(choicesMade({ shown: true }));
  const called = (channelId = CHANNEL, kind: NotificationKind = 'mention', excerpt = 'hi <@1>') =>
    store.dispatch(
      server.notification({
        type: 'NOTIFICATION',
        stream: ME,
        seq: 1,
        kind,
        channelId,
        messageId: NOW_ID,
        messageSeq: 7,
        excerpt,
      }),
    );
  return { outside, services, store, called };
}

beforeEach(() => localStorage.clear());

/** Long enough for everything that was dispatched to have its effect. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

it('shows who calls, where, what they say, and where a click leads', async () => {
  const { outside, called } = bench();
  called();
  await vi.waitFor(() => expect(outside.cards).toHaveLength(1));
  expect(outside.cards[0]).toEqual({
    tag: `channel-${CHANNEL}`,
    title: 'Bo in #general',
    text: 'hi @Ada',
    path: `/channels/${CHANNEL}/messages/${NOW_ID}`,
  });
  called(DM, 'dm', '');
  await vi.waitFor(() => expect(outside.cards).toHaveLength(2));
  expect(outside.cards[1]).toMatchObject({ title: 'Bo', text: 'A file' });
});

it('shows nothing where somebody looks, in whichever window, nor in a window that does not speak', async () => {
  const { outside, called } = bench();
  outside.lookedAt = CHANNEL;
  called();
  outside.speaks = false;
  called(DM);
  await settled();
  expect(outside.cards).toEqual([]);
});

it('shows nothing of a message that is gone, or while one is not to be disturbed', async () => {
  const { outside, store, called } = bench();
  outside.gone = true;
  called();
  await settled();
  outside.gone = false;
  store.dispatch(
    server.userStatus({ type: 'USER_STATUS', userId: ME, status: 'dnd', statusText: null }),
  );
  called();
  await settled();
  expect(outside.cards).toEqual([]);
});

it('asks nobody for the author of a message that is known', async () => {
  const { outside, store, called } = bench();
  outside.gone = true;
  store.dispatch({
    type: 'messages/historyAsked',
    payload: { channelId: CHANNEL, edge: 'latest' },
  });
  store.dispatch({
    type: 'events/historyLoaded',
    payload: {
      channelId: CHANNEL,
      edge: 'latest',
      history: {
        items: [messageOf(7, { id: NOW_ID, author: userOf('3', 'Cy') })],
        hasMore: false,
        lastSeq: 7,
      },
    },
  });
  store.dispatch(server.newMessage(newMessage(8)));
  called();
  await vi.waitFor(() => expect(outside.cards[0]?.title).toBe('Cy in #general'));
});

it('takes a card away when its channel was read, here or elsewhere', async () => {
  const { outside, store, called } = bench();
  called();
  called(DM);
  await vi.waitFor(() => expect(outside.cards).toHaveLength(2));
  store.dispatch(channelRead({ channelId: CHANNEL, seq: 7 }));
  const elsewhere = { channelId: DM, readSeq: 7, unread: 0, mentions: 0 };
  store.dispatch(server.readState({ type: 'READ_STATE', ...elsewhere }));
  await vi.waitFor(() => expect(outside.cards).toEqual([]));
});

it('takes part while there is a session, and remembers what was chosen', async () => {
  const { services, store } = bench();
  expect(services.tabs.join).toHaveBeenCalledOnce();
  store.dispatch(sessionEnded('left'));
  expect(services.tabs.leave).toHaveBeenCalledOnce();
  await settled();
  const next = bench().store;
  expect(next.getState().desktop).toMatchObject({ choices: { shown: true }, permitted: 'granted' });
});
