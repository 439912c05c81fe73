// @vitest-environment happy-dom
// First: it looks on while React draws.
import { renders } from '../testing/renders';
// oxlint-disable-next-line import/first
import { configureStore } from '@reduxjs/toolkit';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Provider } from 'react-redux';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { draftChanged } from '../features/messages/draftsSlice';
import { historyAsked } from '../features/messages/messagesSlice';
import type { Instance } from '../protocol';
import type { Services } from '../services';
import {
  historyLoaded,
  instanceLoaded,
  server,
  sessionStarted,
  worldLoaded,
} from '../services/events';
import { CHANNEL, channelOf, messageOf, newMessage, worldOf } from '../testing/frames';
import { MainScreen } from './MainScreen';
import { reducer } from './store';

const ROWS = 20;

const services = {
  // Nothing that is asked here is ever answered: what is drawn comes from the store.
  api: { get: () => new Promise(() => undefined) },
  socket: { say: () => undefined, send: () => undefined },
} as unknown as Services;

const instance = {
  name: 'Allotment',
  setupRequired: false,
  voice: { enabled: false },
  limits: { messageCharsMax: 4_000, altCharsMax: 100 },
} as Instance;

function storeOf() {
  return configureStore({
    reducer,
    middleware: (defaults) =>
      defaults({
        thunk: { extraArgument: services },
        immutableCheck: false,
        serializableCheck: false,
      }),
  });
}

let store: ReturnType<typeof storeOf>;
let root: Root;

const does = (action: Parameters<typeof store.dispatch>[0]) =>
  act(async () => void store.dispatch(action));

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  store = storeOf();
  const others = [1, 2, 3].map((id) => channelOf(`20${id}`, { name: `channel-${id}` }));
  store.dispatch(instanceLoaded(instance));
  store.dispatch(sessionStarted());
  store.dispatch(worldLoaded(worldOf([channelOf(CHANNEL), ...others])));
  store.dispatch(historyAsked({ channelId: CHANNEL, edge: 'latest' }));
  const items = Array.from({ length: ROWS }, (_, index) => messageOf(index + 1));
  const history = { items, hasMore: false, lastSeq: ROWS };
  store.dispatch(historyLoaded({ channelId: CHANNEL, edge: 'latest', history }));
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  root = createRoot(place);
  await act(async () =>
    root.render(
      <Provider store={store}>
        <MainScreen route={{ screen: 'channel', id: CHANNEL, at: null }} />
      </Provider>,
    ),
  );
  expect(renders.take()).toMatchObject({ MainScreen: 1, MessageRow: ROWS });
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('draws nothing but the place to write for what is typed into it', async () => {
  await does(draftChanged({ channelId: CHANNEL, text: 'a' }));
  renders.take();
  await does(draftChanged({ channelId: CHANNEL, text: 'ab' }));
  const { Composer, ...rest } = renders.take();
  expect(Composer).toBe(1);
  // What stands in it; no message, no channel, nobody.
  expect(Object.keys(rest).toSorted()).toEqual([
    'AttachButton',
    'EmojiButton',
    'Icon',
    'IconButton',
    'SuggestionList',
  ]);
});

it('draws nothing but the end of the list for a message that comes before one’s eyes', async () => {
  await does(server.newMessage(newMessage(ROWS + 1)));
  // The new row, and the one that was the stop of the keyboard until then.
  expect(renders.take()).toMatchObject({ MessageList: 1, MessageRow: 2, Markdown: 1 });
  await does(server.newMessage(newMessage(ROWS + 2)));
  expect(Object.keys(renders.take()).toSorted()).toEqual([
    'Beginning',
    'ChannelConversation',
    'Content',
    'Conversation',
    'Ending',
    'Icon',
    'Markdown',
    'MessageList',
    'MessageRow',
    'Reactions',
    'RowView',
    'TypingLine',
    'Watching',
  ]);
});

it('draws one message’s reactions for a reaction', async () => {
  const react = (count: number) => {
    const who = { userId: '2', createdAt: '2026-11-22T11:00:00.000Z' };
    const payload = { channelId: CHANNEL, messageId: '1003', emoji: '🌱', count, ...who };
    const place = { stream: CHANNEL, seq: ROWS + count, channelId: CHANNEL };
    return does(server.reactionAdded({ type: 'REACTION_ADDED', ...place, payload }));
  };
  await react(1);
  renders.take();
  await react(2);
  expect(renders.take()).toMatchObject({ Reactions: 1 });
  await react(3);
  expect(Object.keys(renders.take())).not.toContain('MessageRow');
});

it('draws one message for a change of its text', async () => {
  const message = messageOf(3, { content: 'changed', editedAt: '2026-11-22T11:00:00.000Z' });
  const place = { stream: CHANNEL, seq: ROWS + 1, channelId: CHANNEL };
  await does(server.messageUpdated({ type: 'MESSAGE_UPDATED', ...place, message }));
  expect(renders.take()).toMatchObject({ MessageRow: 1, Markdown: 1 });
});
