import { describe, expect, it } from 'vitest';
import type { Message } from '../../protocol';
import {
  channelShown,
  endShown,
  historyLoaded,
  server,
  sessionEnded,
  worldLoaded,
  type HistoryEdge,
} from '../../services/events';
import {
  CHANNEL,
  ME,
  memberOf,
  messageOf,
  newMessage,
  SPACE,
  userOf,
  worldOf,
} from '../../testing/frames';
import {
  historyAsked,
  historyFailed,
  messageSent,
  messagesReducer,
  outboxRestored,
  sendDiscarded,
  sendRetried,
} from './messagesSlice';
import { TIMELINES_MAX, WINDOW_GROWN_MAX, WINDOW_MAX } from './timeline';

type State = ReturnType<typeof messagesReducer>;
type Action = Parameters<typeof messagesReducer>[1];

const after = (state: State | undefined, ...actions: Action[]): State =>
  actions.reduce<State>(messagesReducer, messagesReducer(state, { type: 'begin' }));

/** `from` is the place in the stream the page was read from. */
const page = (edge: HistoryEdge, items: Message[], hasMore = false, from?: number): Action =>
  historyLoaded({
    channelId: CHANNEL,
    edge,
    ...(from === undefined ? {} : { from: messageOf(from).id }),
    history: { items, hasMore, lastSeq: items.at(-1)?.seq ?? 0 },
  });

const asked = (edge: HistoryEdge = 'latest'): Action => historyAsked({ channelId: CHANNEL, edge });

/** A channel whose newest messages are there. */
const open = (...items: Message[]): State => after(undefined, asked(), page('latest', items, true));

const shown = (state: State): string[] =>
  state.timelines[CHANNEL]?.ids.map((id) => state.byId[id]?.content ?? '?') ?? [];

const ack = (ref: string, messageId: string): Action =>
  server.ack({ type: 'ACK', ref, nonce: ref, channelId: CHANNEL, messageId, seq: 1 });

const deleted = (seq: number): Action =>
  server.messageDeleted({
    type: 'MESSAGE_DELETED',
    stream: CHANNEL,
    seq: 99,
    channelId: CHANNEL,
    messageId: messageOf(seq).id,
  });

const updated = (message: Message): Action =>
  server.messageUpdated({
    type: 'MESSAGE_UPDATED',
    stream: CHANNEL,
    seq: 99,
    channelId: CHANNEL,
    message,
  });

describe('history', () => {
  it('is shown by seq, whatever order it comes in', () => {
    const state = after(
      open(messageOf(5), messageOf(8)),
      server.newMessage(newMessage(9)),
      asked('older'),
      page('older', [messageOf(2), messageOf(3)], false, 5),
    );
    expect(shown(state)).toEqual([2, 3, 5, 8, 9].map((seq) => `message ${seq}`));
    expect(state.timelines[CHANNEL]?.older).toBe('none');
  });

  it('shows a message that comes twice once', () => {
    const state = after(
      open(messageOf(5)),
      ...[5, 6, 6].map((n) => server.newMessage(newMessage(n))),
    );
    expect(shown(state)).toEqual(['message 5', 'message 6']);
  });

  it('can be asked for again when it failed', () => {
    const failed = after(undefined, asked(), historyFailed({ channelId: CHANNEL, edge: 'latest' }));
    expect(failed.timelines[CHANNEL]?.status).toBe('failed');
    expect(shown(after(failed, asked(), page('latest', [messageOf(1)])))).toEqual(['message 1']);
    const older = after(open(messageOf(5)), asked('older'));
    const lost = after(older, historyFailed({ channelId: CHANNEL, edge: 'older' }));
    expect(lost.timelines[CHANNEL]).toMatchObject({ status: 'ready', older: 'failed' });
  });

  /** Something may be missing: what is there stays to be read until the whole is there again. */
  it('stays on the screen while it is read again after a reset', () => {
    const reset = server.syncReset({
      type: 'SYNC_RESET',
      stream: CHANNEL,
      seq: 40,
      reason: 'GAP_TOO_LARGE',
    });
    const stale = after(open(messageOf(5)), reset, asked());
    expect(stale.timelines[CHANNEL]?.status).toBe('stale');
    expect(shown(stale)).toEqual(['message 5']);
    expect(shown(after(stale, page('latest', [messageOf(40)])))).toEqual(['message 40']);
  });

  it('is gone with the right to see it', () => {
    const reset = server.syncReset({
      type: 'SYNC_RESET',
      stream: CHANNEL,
      seq: 0,
      reason: 'NO_ACCESS',
    });
    expect(after(open(messageOf(5)), reset).timelines[CHANNEL]).toBeUndefined();
  });

  it('forgets what lies far above, and knows that there is more', () => {
    const items = Array.from({ length: WINDOW_MAX + 30 }, (_, index) => messageOf(index + 1));
    const whole = after(undefined, asked(), page('latest', items));
    const state = after(whole, endShown({ channelId: CHANNEL, atEnd: true }));
    expect(shown(state)[0]).toBe('message 31');
    expect(Object.keys(state.byId)).toHaveLength(WINDOW_MAX);
    expect(state.timelines[CHANNEL]?.older).toBe('more');
  });

  it('changes and loses messages as the server says', () => {
    const state = after(
      open(messageOf(5), messageOf(6)),
      updated(messageOf(5, { content: 'better', editedAt: '2026-11-22T10:05:00.000Z' })),
      updated(messageOf(1, { content: 'not read yet' })),
      deleted(6),
    );
    expect(shown(state)).toEqual(['better']);
    expect(Object.keys(state.byId)).toHaveLength(1);
  });

  /** The nonce names the row on the screen; an edit that says nothing of it must not remount it. */
  it('keeps the nonce of an edited message', () => {
    const mine = messageOf(5, { nonce: 'n' });
    const state = after(open(mine), updated(messageOf(5, { content: 'better' })));
    expect(state.byId[mine.id]).toMatchObject({ content: 'better', nonce: 'n' });
  });

  it('calls people by their new name', () => {
    const state = after(
      open(messageOf(5)),
      server.memberUpdated({
        type: 'MEMBER_UPDATED',
        stream: SPACE,
        seq: 1,
        spaceId: SPACE,
        member: memberOf(userOf('2', 'Bo Lindqvist')),
      }),
    );
    expect(state.byId[messageOf(5).id]?.author.displayName).toBe('Bo Lindqvist');
  });

  it('is nobody else’s after signing out', () => {
    expect(after(open(messageOf(5)), sessionEnded('left'))).toEqual(after(undefined));
  });
});

describe('the window', () => {
  const some = (from: number, count: number): Message[] =>
    Array.from({ length: count }, (_, index) => messageOf(from + index));
  const lineOf = (state: State) => state.timelines[CHANNEL];
  const world = worldLoaded(worldOf());
  /** Around a message of long ago; the present is elsewhere. */
  const past = (): State =>
    after(undefined, world, asked('around'), page('around', some(500, 50), true, 525));

  it('opens around a message, with more on either side', () => {
    expect(lineOf(past())).toMatchObject({ status: 'ready', older: 'more', newer: 'more' });
    expect(shown(past())).toHaveLength(50);
  });

  it('moves up and down, and never holds more than it may', () => {
    const up = after(
      past(),
      asked('older'),
      page('older', some(400, 100), true, 500),
      asked('older'),
      page('older', some(350, 50), true, 400),
    );
    expect(shown(up)).toHaveLength(WINDOW_MAX);
    expect(Object.keys(up.byId)).toHaveLength(WINDOW_MAX);
    expect([shown(up)[0], shown(up).at(-1)]).toEqual(['message 350', 'message 499']);
    const down = after(up, asked('newer'), page('newer', some(500, 50), false, 499));
    expect(shown(down)).toHaveLength(WINDOW_MAX);
    expect(shown(down)[0]).toBe('message 400');
    expect(lineOf(down)).toMatchObject({ older: 'more', newer: 'none' });
  });

  /** A page that was asked for before the window went elsewhere would tear a hole. */
  it('takes no page that does not fit beside what is there', () => {
    const late = after(past(), asked('older'), page('older', some(100, 50), true, 150));
    expect(shown(late)).toHaveLength(50);
    expect(lineOf(late)?.older).toBe('more');
  });

  it('counts what comes at the present while that is elsewhere, once', () => {
    const own = server.newMessage(newMessage(903, { author: userOf(ME) }));
    const state = after(
      past(),
      ...[901, 901, 902].map((seq) => server.newMessage(newMessage(seq))),
      own,
    );
    expect(shown(state)).toHaveLength(50);
    expect(lineOf(state)?.missed.count).toBe(2);
    const back = after(state, asked(), page('latest', some(860, 50)));
    expect(lineOf(back)).toMatchObject({ newer: 'none', missed: { count: 0 } });
  });

  it('closes over a reader above, when too much comes at once', () => {
    const many = some(100, WINDOW_GROWN_MAX + 20);
    const state = after(
      after(undefined, world, asked(), page('latest', [messageOf(99)])),
      ...many.map((message) => server.newMessage(newMessage(message.seq))),
    );
    expect(shown(state)).toHaveLength(WINDOW_GROWN_MAX);
    expect(lineOf(state)).toMatchObject({ newer: 'more', missed: { count: 21 } });
  });

  it('stays at the present for whoever is there, however much comes at once', () => {
    const many = some(100, WINDOW_GROWN_MAX + 20);
    const state = after(
      after(undefined, world, asked(), page('latest', [messageOf(99)])),
      endShown({ channelId: CHANNEL, atEnd: true }),
      ...many.map((message) => server.newMessage(newMessage(message.seq))),
    );
    expect(shown(state)).toEqual(many.slice(-WINDOW_MAX).map(({ content }) => content));
    expect(Object.keys(state.byId)).toHaveLength(WINDOW_MAX);
    expect(lineOf(state)).toMatchObject({ older: 'more', newer: 'none', missed: { count: 0 } });
  });

  it('stays where it is when another place could not be read', () => {
    const lost = after(
      past(),
      asked('around'),
      historyFailed({ channelId: CHANNEL, edge: 'around' }),
    );
    expect(lineOf(lost)?.status).toBe('ready');
    expect(shown(lost)).toHaveLength(50);
  });
});

it('knows what is pinned, and what is no longer answered to', () => {
  const at = { stream: CHANNEL, seq: 99, channelId: CHANNEL, messageId: messageOf(5).id };
  const author = userOf('2');
  const reply = messageOf(6, { replyTo: { id: messageOf(5).id, author, excerpt: 'five' } });
  const pinned = after(
    open(messageOf(5), reply),
    server.messagePinned({ type: 'MESSAGE_PINNED', ...at }),
  );
  expect(pinned.byId[messageOf(5).id]?.pinned).toBe(true);
  const free = after(pinned, server.messageUnpinned({ type: 'MESSAGE_UNPINNED', ...at }));
  expect(free.byId[messageOf(5).id]?.pinned).toBe(false);
  expect(after(free, deleted(5)).byId[messageOf(6).id]?.replyTo).toBeNull();
});

describe('sending', () => {
  const sent = messageSent(CHANNEL, 'hello');
  const { nonce } = sent.payload;
  const own = newMessage(7, { nonce, content: 'hello' });

  it('is on its way at once', () => {
    expect(after(open(), sent).outgoing[nonce]).toMatchObject({ status: 'sending', reason: null });
  });

  it.each([
    ['the answer first', [ack(nonce, own.message.id), server.newMessage(own)]],
    ['the message first', [server.newMessage(own), ack(nonce, own.message.id)]],
    ['without the nonce', [ack(nonce, own.message.id), server.newMessage(newMessage(7))]],
  ])('is in the history once, %s', (_order, actions) => {
    const state = after(open(), sent, ...actions);
    expect(Object.keys(state.outgoing)).toEqual([]);
    expect(state.timelines[CHANNEL]?.ids).toEqual([own.message.id]);
  });

  it('stays until the history has it', () => {
    const state = after(open(), sent, ack(nonce, own.message.id));
    expect(state.outgoing[nonce]?.status).toBe('sent');
    const read = after(state, page('latest', [own.message]));
    expect(Object.keys(read.outgoing)).toEqual([]);
  });

  it('is done with when it was deleted before the history had it', () => {
    const state = after(open(), sent, ack(nonce, messageOf(7).id), deleted(7));
    expect(Object.keys(state.outgoing)).toEqual([]);
  });

  it('says why it was refused, and can be tried again under the same nonce', () => {
    const refused = after(
      open(),
      sent,
      server.error({ type: 'ERROR', ref: nonce, code: 'FORBIDDEN', detail: 'Not here.' }),
    );
    expect(refused.outgoing[nonce]).toMatchObject({ status: 'failed', reason: 'Not here.' });
    const again = after(refused, sendRetried(nonce));
    expect(again.outgoing[nonce]).toMatchObject({ status: 'sending', reason: null });
    expect(after(again, sendDiscarded(nonce)).outgoing).toEqual({});
  });

  it('keeps the order in which things were written', () => {
    const texts = ['one', 'two', 'three'];
    const state = after(open(), ...texts.map((text) => messageSent(CHANNEL, text)));
    expect(Object.values(state.outgoing).map(({ content }) => content)).toEqual(texts);
  });
});

describe('the outbox, after a reload', () => {
  const kept = {
    userId: '1',
    channelId: CHANNEL,
    content: 'kept',
    replyTo: null,
    attachments: [],
    at: 5,
  };

  it('goes on where it was: what was refused stays refused', () => {
    const state = after(
      undefined,
      outboxRestored([
        { ...kept, nonce: 'a', failed: null },
        { ...kept, nonce: 'b', failed: 'Not here.' },
      ]),
    );
    expect(state.outgoing['a']).toMatchObject({ status: 'sending', at: 5 });
    expect(state.outgoing['b']).toMatchObject({ status: 'failed', reason: 'Not here.' });
  });

  it('does not take back what is known of a message by now', () => {
    const sent = messageSent(CHANNEL, 'hello');
    const { nonce } = sent.payload;
    const state = after(
      open(),
      sent,
      ack(nonce, '1007'),
      outboxRestored([{ ...kept, nonce, failed: null }]),
    );
    expect(state.outgoing[nonce]?.status).toBe('sent');
  });

  it('is settled by a history that has the message already', () => {
    const state = after(
      after(undefined, outboxRestored([{ ...kept, nonce: 'a', failed: null }])),
      asked(),
      page('latest', [messageOf(7, { nonce: 'a' })]),
    );
    expect(Object.keys(state.outgoing)).toEqual([]);
  });
});

it('holds the messages of the channels that were shown last', () => {
  const idOf = (at: number): string => String(10n ** 17n + BigInt(at));
  const visit = (at: number): Action[] => {
    const [channelId, id] = [idOf(at), idOf(1_000 + at)];
    const history = { items: [messageOf(1, { id, channelId })], hasMore: false, lastSeq: 1 };
    return [
      historyAsked({ channelId, edge: 'latest' }),
      historyLoaded({ channelId, edge: 'latest', history }),
      channelShown(channelId),
    ];
  };
  const many = Array.from({ length: TIMELINES_MAX }, (_, at) => visit(at)).flat();
  // The first is looked at once more, so the second is the one that goes.
  const state = after(undefined, ...many, channelShown(idOf(0)), ...visit(TIMELINES_MAX));
  expect(Object.keys(state.timelines)).toHaveLength(TIMELINES_MAX);
  expect(state.timelines[idOf(0)]?.ids).toHaveLength(1);
  expect(state.timelines[idOf(1)]).toBeUndefined();
  expect(Object.keys(state.byId)).toHaveLength(TIMELINES_MAX);
});
