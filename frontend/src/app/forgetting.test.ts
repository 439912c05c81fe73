import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { historyAsked } from '../features/messages/messagesSlice';
import { selectReacted } from '../features/reactions/reactionsSlice';
import type { Act } from '../services';
import { endShown, historyLoaded, server, worldLoaded } from '../services/events';
import { CHANNEL, messageOf, newMessage, worldOf } from '../testing/frames';
import { forgetting } from './forgetting';
import { reducer, type State } from './store';

/** More than stand in a window. */
const MANY = 175;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function storeOf() {
  const middleware = createListenerMiddleware<State, Act>();
  forgetting(middleware);
  return configureStore({
    reducer,
    middleware: (defaults) => defaults().prepend(middleware.middleware),
  });
}

const reactions = [{ emoji: '🌱', count: 1, me: false }];

it('forgets the reactions of messages that went out of the window, and no others', async () => {
  const store = storeOf();
  store.dispatch(worldLoaded(worldOf()));
  store.dispatch(historyAsked({ channelId: CHANNEL, edge: 'latest' }));
  const items = [messageOf(1, { reactions })];
  const history = { items, hasMore: false, lastSeq: 1 };
  store.dispatch(historyLoaded({ channelId: CHANNEL, edge: 'latest', history }));
  for (let seq = 2; seq <= MANY; seq += 1) {
    store.dispatch(server.newMessage(newMessage(seq, { reactions })));
  }
  store.dispatch(endShown({ channelId: CHANNEL, atEnd: true }));
  const left = () => Object.keys(selectReacted(store.getState()));
  expect(left()).toHaveLength(MANY);
  await vi.runAllTimersAsync();
  expect(left()).toEqual(Object.keys(store.getState().messages.byId));
  // And of messages that nobody here has seen, again and again.
  const payload = { channelId: CHANNEL, messageId: '7', emoji: '🌱', userId: '2', count: 1 };
  for (const seq of [900, 901]) {
    const at = { stream: CHANNEL, seq, channelId: CHANNEL };
    const createdAt = '2026-11-22T10:00:00.000Z';
    store.dispatch(
      server.reactionAdded({ type: 'REACTION_ADDED', ...at, payload: { ...payload, createdAt } }),
    );
    expect(left()).toContain('7');
    // oxlint-disable-next-line no-await-in-loop
    await vi.runAllTimersAsync();
    expect(left()).not.toContain('7');
  }
});
