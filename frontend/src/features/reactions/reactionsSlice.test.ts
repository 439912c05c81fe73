import { describe, expect, it } from 'vitest';
import type { ReactionCount } from '../../protocol';
import { historyLoaded, server, worldLoaded } from '../../services/events';
import { CHANNEL, ME, messageOf, newMessage, worldOf } from '../../testing/frames';
import { reactionsReducer, reactionToggled } from './reactionsSlice';

type State = ReturnType<typeof reactionsReducer>;
type Action = Parameters<typeof reactionsReducer>[1];

const messageId = messageOf(1).id;
const after = (...actions: Action[]): State =>
  actions.reduce<State>(reactionsReducer, reactionsReducer(undefined, worldLoaded(worldOf())));

const shown = (state: State): string[] =>
  (state.byMessage[messageId] ?? []).map(
    ({ emoji, count, me }) => `${emoji}${count}${me ? ' me' : ''}`,
  );

const history = (...reactions: ReactionCount[]): Action =>
  historyLoaded({
    channelId: CHANNEL,
    edge: 'latest',
    history: { items: [messageOf(1, { reactions })], hasMore: false, lastSeq: 1 },
  });

const place = { channelId: CHANNEL, messageId, emoji: '👍' };

const added = (userId: string, count: number, emoji = '👍'): Action =>
  server.reactionAdded({
    type: 'REACTION_ADDED',
    stream: CHANNEL,
    seq: 2,
    channelId: CHANNEL,
    payload: { ...place, emoji, userId, count, createdAt: '2026-11-22T10:00:00.000Z' },
  });

const removed = (userId: string, count: number): Action =>
  server.reactionRemoved({
    type: 'REACTION_REMOVED',
    stream: CHANNEL,
    seq: 3,
    channelId: CHANNEL,
    payload: { ...place, userId, count },
  });

const toggled = (on: boolean) => reactionToggled({ ...place, on });

describe('what the server says', () => {
  it('is counted as it says, also when it says so twice', () => {
    expect(shown(after(history(), added('2', 1), added('2', 1), added('3', 2)))).toEqual(['👍2']);
    expect(shown(after(history(), added('2', 1), removed('2', 0), removed('2', 0)))).toEqual([]);
  });

  it('keeps the order in which emoji first appeared', () => {
    expect(shown(after(history(), added('2', 1), added('2', 1, '🎉'), added('3', 2)))).toEqual([
      '👍2',
      '🎉1',
    ]);
  });

  it('knows one’s own, from whichever device', () => {
    expect(shown(after(history(), added(ME, 1)))).toEqual(['👍1 me']);
    expect(shown(after(history({ emoji: '👍', count: 2, me: true }), removed(ME, 1)))).toEqual([
      '👍1',
    ]);
  });

  /** All readers share the bytes of an event, so it cannot say whose reactions are one's own. */
  it('does not take one’s own away by leaving it out', () => {
    const mine = history({ emoji: '👍', count: 1, me: true });
    const reactions = [{ emoji: '👍', count: 1 }];
    const edited = server.messageUpdated({
      type: 'MESSAGE_UPDATED',
      stream: CHANNEL,
      seq: 9,
      channelId: CHANNEL,
      message: messageOf(1, { content: 'better', reactions }),
    });
    expect(shown(after(mine, edited))).toEqual(['👍1 me']);
    expect(shown(after(mine, server.newMessage(newMessage(1, { reactions }))))).toEqual(['👍1 me']);
  });

  it('goes with its message', () => {
    const gone = server.messageDeleted({
      type: 'MESSAGE_DELETED',
      stream: CHANNEL,
      seq: 9,
      channelId: CHANNEL,
      messageId,
    });
    expect(after(history({ emoji: '👍', count: 1 }), gone).byMessage).toEqual({});
  });
});

describe('one’s own', () => {
  it('is there at once, and once', () => {
    const on = toggled(true);
    expect(shown(after(history(), on))).toEqual(['👍1 me']);
    expect(shown(after(history(), on, added(ME, 1)))).toEqual(['👍1 me']);
    expect(shown(after(history({ emoji: '👍', count: 1, me: true }), toggled(true)))).toEqual([
      '👍1 me',
    ]);
  });

  it('is taken back at once', () => {
    expect(shown(after(history({ emoji: '👍', count: 2, me: true }), toggled(false)))).toEqual([
      '👍1',
    ]);
  });

  it.each([true, false])('is undone when the server refuses (on: %s)', (on) => {
    const begin = history({ emoji: '👍', count: 3, me: !on });
    const toggle = toggled(on);
    const refused = server.error({
      type: 'ERROR',
      ref: toggle.payload.ref,
      code: 'VALIDATION',
      detail: 'Too many.',
    });
    const state = after(begin, toggle, refused);
    expect(shown(state)).toEqual(shown(after(begin)));
    expect(state.toggles).toEqual({});
  });

  it('is settled by the answer', () => {
    const toggle = toggled(true);
    const ack = server.ack({ type: 'ACK', ref: toggle.payload.ref, seq: 2 });
    expect(after(history(), toggle, ack).toggles).toEqual({});
  });
});
