// @vitest-environment happy-dom
import { configureStore } from '@reduxjs/toolkit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { draftChanged } from '../features/messages/draftsSlice';
import { replyBegun } from '../features/messages/repliesSlice';
import { messageSent, sendDiscarded, sendRetried } from '../features/messages/messagesSlice';
import { reactionToggled } from '../features/reactions/reactionsSlice';
import { looksChosen } from '../features/settings/settingsSlice';
import type { Command, Event, History, Sync } from '../protocol';
import type { Services } from '../services';
import {
  channelShown,
  connectionChanged,
  server,
  serverSaid,
  sessionEnded,
  sessionStarted,
} from '../services/events';
import type { Kept } from '../services/outbox';
import {
  CHANNEL,
  ME,
  memberOf,
  messageOf,
  newMessage,
  SPACE,
  userOf,
  worldOf,
} from '../testing/frames';
import { listeners } from './listeners';
import { remembered } from './remembered';
import { reducer } from './store';

/** The outside of a window, in the test's hand. */
class Outside {
  world: Sync = worldOf();
  history: History = { items: [messageOf(1)], hasMore: false, lastSeq: 1 };
  reachable = true;
  kept = new Map<string, Kept>();
  /** How long the browser takes to keep something. */
  keeping = (): Promise<void> => Promise.resolve();
  commands: Command[] = [];
  /** What was said without waiting for an answer. */
  said: Command[] = [];
  discarded: string[] = [];
  followed: Record<string, number> = {};
  /** What the streams bring while something is read. */
  meanwhile: Event[] = [];
  /** What was read, in order. */
  paths: string[] = [];
  started = false;

  get services(): Services {
    const api = {
      get: async (path: string) => {
        this.paths.push(path);
        if (!this.reachable) throw new Error('nobody answers');
        return path === '/sync' ? this.world : this.history;
      },
    };
    const socket = {
      start: () => (this.started = true),
      stop: () => (this.started = false),
      send: (_key: string, command: Command) => this.commands.push(command),
      discard: (key: string) => this.discarded.push(key),
      follow: (positions: Record<string, number>) => Object.assign(this.followed, positions),
      join: () => undefined,
      say: (command: Command) => this.said.push(command),
      record: (stream: string) => ({
        after: () => this.meanwhile.filter((event) => 'stream' in event && event.stream === stream),
      }),
    };
    const outbox = {
      put: async (kept: Kept) => {
        await this.keeping();
        this.kept.set(kept.nonce, kept);
      },
      remove: async (nonce: string) => void this.kept.delete(nonce),
      of: async (user: string) => [...this.kept.values()].filter(({ userId }) => userId === user),
      clear: async () => this.kept.clear(),
    };
    // What these do is their own tests' business (calling.test.ts, archiving.test.ts).
    const nothing = async (): Promise<null> => null;
    const archive = { putWorld: nothing, putPage: nothing, page: nothing, clear: nothing };
    const desktop = { permitted: 'denied', close: nothing };
    const push = { isThere: false };
    const tabs = { join: nothing, leave: nothing };
    const shell = { check: nothing };
    const tickets = { clear: () => undefined };
    const uploads = { clear: () => undefined };
    return {
      api,
      socket,
      outbox,
      archive,
      desktop,
      push,
      tabs,
      shell,
      tickets,
      uploads,
      voice: { voice: null },
    } as unknown as Services;
  }
}

let outside: Outside;

function storeOf() {
  const { services } = outside;
  return configureStore({
    reducer,
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: services } }).prepend(listeners(services).middleware),
  });
}

/** A window in which somebody is signed in, and sees the world. */
async function inside() {
  const store = storeOf();
  store.dispatch(sessionStarted());
  await vi.waitFor(() => expect(store.getState().auth.me).not.toBeNull());
  return store;
}

const kept = (more: Partial<Kept> = {}): Kept => ({
  nonce: 'old',
  userId: ME,
  channelId: CHANNEL,
  content: 'from before',
  replyTo: null,
  attachments: [],
  at: 1,
  failed: null,
  ...more,
});

const textsSent = (): string[] =>
  outside.commands.flatMap((command) => (command.type === 'send_message' ? [command.content] : []));

beforeEach(() => {
  localStorage.clear();
  outside = new Outside();
});

describe('a session', () => {
  it('begins with the world: streams followed from where it was read, what was kept sent', async () => {
    outside.world.streams = { [ME]: 3, [SPACE]: 7, [CHANNEL]: 40 };
    outside.kept.set('old', kept());
    outside.kept.set('refused', kept({ nonce: 'refused', content: 'no', failed: 'Not here.' }));
    outside.kept.set('other', kept({ nonce: 'other', userId: '2' }));
    const store = await inside();
    await vi.waitFor(() => expect(outside.started).toBe(true));
    expect(outside.followed).toEqual({ [ME]: 3, [SPACE]: 7 });
    expect(textsSent()).toEqual(['from before']);
    expect(Object.keys(store.getState().messages.outgoing)).toEqual(['old', 'refused']);
    expect(remembered.session()).toBe(true);
  });

  it('ends with the connection, and leaves nothing behind when somebody left by choice', async () => {
    const store = await inside();
    store.dispatch(draftChanged({ channelId: CHANNEL, text: 'half a thought' }));
    store.dispatch(replyBegun(messageOf(1)));
    expect(remembered.replies(ME)).toMatchObject({ [CHANNEL]: { excerpt: 'message 1' } });
    outside.kept.set('old', kept());
    store.dispatch(sessionEnded('left'));
    await vi.waitFor(() => expect(outside.kept.size).toBe(0));
    expect(outside.started).toBe(false);
    expect([remembered.drafts(ME), remembered.replies(ME)]).toEqual([{}, {}]);
    expect(remembered.session()).toBe(false);
  });

  /** Whoever is thrown out comes back to what they wrote. */
  it('keeps what was written when the server ended it', async () => {
    const store = await inside();
    store.dispatch(draftChanged({ channelId: CHANNEL, text: 'half a thought' }));
    store.dispatch(replyBegun(messageOf(1)));
    outside.kept.set('old', kept());
    store.dispatch(sessionEnded('ended'));
    expect(store.getState().replies).toEqual({});
    expect([outside.kept.size, remembered.drafts(ME)]).toEqual([
      1,
      { [CHANNEL]: 'half a thought' },
    ]);
    store.dispatch(sessionStarted());
    await vi.waitFor(() =>
      expect(store.getState().drafts).toEqual({ [CHANNEL]: 'half a thought' }),
    );
    expect(store.getState().replies[CHANNEL]?.id).toBe(messageOf(1).id);
  });

  it('that ended while the world was read shows nobody’s world', async () => {
    const store = storeOf();
    store.dispatch(sessionStarted());
    store.dispatch(sessionEnded('ended'));
    await vi.waitFor(() => expect(outside.paths).toEqual(['/sync']));
    // Everything that was answered is through by then.
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    expect(store.getState().auth.me).toBeNull();
    expect(outside.started).toBe(false);
  });
});

describe('a message', () => {
  it('is sent and kept, and forgotten when the server has it', async () => {
    const store = await inside();
    const sent = store.dispatch(messageSent(CHANNEL, 'hello'));
    const { nonce } = sent.payload;
    await vi.waitFor(() => expect(outside.kept.get(nonce)).toMatchObject({ failed: null }));
    expect(outside.commands).toEqual([
      { type: 'send_message', channelId: CHANNEL, content: 'hello', nonce },
    ]);
    store.dispatch(server.ack({ type: 'ACK', ref: nonce, nonce, messageId: '9' }));
    await vi.waitFor(() => expect(outside.kept.size).toBe(0));
  });

  /** A window that is closed right after it sent something must know what it sent. */
  it('is kept before it is sent, and not sent when it was given up meanwhile', async () => {
    const store = await inside();
    const puts: (() => void)[] = [];
    outside.keeping = () => new Promise((done) => puts.push(() => done()));
    const one = store.dispatch(messageSent(CHANNEL, 'one')).payload.nonce;
    const two = store.dispatch(messageSent(CHANNEL, 'two')).payload.nonce;
    await vi.waitFor(() => expect(puts.length).toBe(2));
    expect(outside.commands).toEqual([]);
    store.dispatch(sendDiscarded(two));
    for (const put of puts) put();
    await vi.waitFor(() => expect(textsSent()).toEqual(['one']));
    await vi.waitFor(() => expect([...outside.kept.keys()]).toEqual([one]));
    expect(textsSent()).toEqual(['one']);
  });

  /** The answer was lost, or another window sent it: the message itself is the answer. */
  it('is done when it comes back over the stream', async () => {
    const store = await inside();
    const { nonce } = store.dispatch(messageSent(CHANNEL, 'hello')).payload;
    store.dispatch(server.newMessage(newMessage(2, { nonce, author: userOf(ME) })));
    await vi.waitFor(() => expect(outside.kept.size).toBe(0));
    expect(outside.discarded).toEqual([nonce]);
  });

  it('that was refused is kept with the reason, and sent again when somebody says so', async () => {
    const store = await inside();
    const { nonce } = store.dispatch(messageSent(CHANNEL, 'hello')).payload;
    const refusal = { ref: nonce, code: 'FORBIDDEN', detail: 'Not here.' } as const;
    store.dispatch(server.error({ type: 'ERROR', ...refusal }));
    await vi.waitFor(() => expect(outside.kept.get(nonce)?.failed).toBe('Not here.'));
    store.dispatch(sendRetried(nonce));
    await vi.waitFor(() => expect(outside.kept.get(nonce)?.failed).toBeNull());
    expect(textsSent()).toEqual(['hello', 'hello']);
    store.dispatch(sendDiscarded(nonce));
    await vi.waitFor(() => expect(outside.kept.size).toBe(0));
    expect(outside.discarded).toEqual([nonce]);
  });
});

it('a reaction goes to the server, and a refused one says why', async () => {
  const store = await inside();
  const place = { channelId: CHANNEL, messageId: '1001', emoji: '👍' };
  const { ref } = store.dispatch(reactionToggled({ ...place, on: true })).payload;
  store.dispatch(reactionToggled({ ...place, on: false }));
  expect(outside.commands.map(({ type }) => type)).toEqual(['add_reaction', 'remove_reaction']);
  const refusal = { ref, code: 'VALIDATION', detail: 'Too many emoji.' } as const;
  store.dispatch(server.error({ type: 'ERROR', ...refusal }));
  await vi.waitFor(() => expect(store.getState().notices.shown[0]?.text).toBe('Too many emoji.'));
});

describe('a reset', () => {
  const reset = (stream: string) =>
    server.syncReset({ type: 'SYNC_RESET', stream, seq: 90, reason: 'GAP_TOO_LARGE' });

  it('of a space reads the world again, and loses nothing that comes meanwhile', async () => {
    const store = await inside();
    outside.meanwhile = [
      {
        type: 'MEMBER_JOINED',
        stream: SPACE,
        seq: 91,
        spaceId: SPACE,
        member: memberOf(userOf('5')),
      },
    ];
    store.dispatch(reset(SPACE));
    await vi.waitFor(() =>
      expect(store.getState().members.bySpace[SPACE]?.byId['5']).toBeDefined(),
    );
    expect(outside.paths).toEqual(['/sync', '/sync']);
  });

  it('of a channel that nobody looked into reads nothing', async () => {
    const store = await inside();
    store.dispatch(reset(CHANNEL));
    expect(outside.paths).toEqual(['/sync']);
  });
});

it('a channel that could not be read is read when the connection is back', async () => {
  const store = await inside();
  const page = `/channels/${CHANNEL}/messages?limit=50`;
  store.dispatch(channelShown(CHANNEL));
  outside.reachable = false;
  store.dispatch({
    type: 'messages/historyAsked',
    payload: { channelId: CHANNEL, edge: 'latest' },
  });
  store.dispatch({
    type: 'messages/historyFailed',
    payload: { channelId: CHANNEL, edge: 'latest' },
  });
  outside.reachable = true;
  store.dispatch(connectionChanged({ status: 'live' }));
  await vi.waitFor(() =>
    expect(store.getState().messages.timelines[CHANNEL]?.status).toBe('ready'),
  );
  expect(outside.paths.filter((path) => path === page)).toHaveLength(1);
  store.dispatch(connectionChanged({ status: 'live' }));
  expect(outside.paths.filter((path) => path === page)).toHaveLength(1);
});

it('a frame that nobody waits for does nothing', async () => {
  const store = await inside();
  const before = store.getState();
  store.dispatch(serverSaid({ type: 'SOMETHING_NEW' } as unknown as Event));
  expect(store.getState()).toBe(before);
});

it('how it looks is remembered and takes effect, each by itself', async () => {
  const store = await inside();
  store.dispatch(looksChosen({ theme: 'dark' }));
  store.dispatch(looksChosen({ size: 'largest' }));
  expect(document.documentElement.dataset).toMatchObject({ theme: 'dark', size: 'largest' });
  expect(remembered.looks()).toMatchObject({ theme: 'dark', size: 'largest', density: 'cozy' });
  store.dispatch(looksChosen({ theme: 'system' }));
  expect(document.documentElement.dataset['theme']).toBeUndefined();
  expect(remembered.looks()).toMatchObject({ theme: 'system', size: 'largest' });
});
