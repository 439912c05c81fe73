import { describe, expect, it } from 'vitest';
import type { NotificationKind, ReadState } from '../../protocol';
import {
  allRead,
  channelRead,
  channelShown,
  endShown,
  lookChanged,
  markedUnread,
  server,
  worldLoaded,
} from '../../services/events';
import { CHANNEL, ME, memberOf, newMessage, SPACE, userOf, worldOf } from '../../testing/frames';
import { markRef, readsReducer, selectNews, selectStanding, selectWatched } from './readsSlice';

type State = ReturnType<typeof readsReducer>;
type Action = Parameters<typeof readsReducer>[1];

const read = (more: Partial<ReadState> = {}): ReadState => ({
  channelId: CHANNEL,
  readSeq: 0,
  lastSeq: 0,
  lastMessageSeq: 0,
  unread: 0,
  mentions: 0,
  ...more,
});
const begun = (more: Partial<ReadState> = {}): State =>
  readsReducer(undefined, worldLoaded({ ...worldOf(), readStates: [read(more)] }));
const after = (state: State, ...actions: Action[]): State =>
  actions.reduce<State>(readsReducer, state);
const news = (state: State) => selectNews({ reads: state })[CHANNEL];
const said = (seq: number, more: Parameters<typeof newMessage>[1] = {}) =>
  server.newMessage(newMessage(seq, more));
const calling = { mentions: { userIds: [ME], roleIds: [], everyone: false } };
const notified = (messageSeq: number, kind: NotificationKind = 'mention') =>
  server.notification({
    type: 'NOTIFICATION',
    stream: ME,
    seq: messageSeq,
    kind,
    channelId: CHANNEL,
    messageId: String(messageSeq),
    messageSeq,
    excerpt: '',
  });
const told = (readSeq: number, unread = 0, mentions = 0) =>
  server.readState({ type: 'READ_STATE', channelId: CHANNEL, readSeq, unread, mentions });

describe('what is new', () => {
  it('is what the server counted', () => {
    expect(
      news(begun({ lastSeq: 9, lastMessageSeq: 8, readSeq: 3, unread: 4, mentions: 1 })),
    ).toEqual({ unread: 4, mentions: 1 });
    expect(news(begun({ lastSeq: 9, lastMessageSeq: 3, readSeq: 3 }))).toBeUndefined();
  });

  it('is what others say since, once each', () => {
    const state = after(
      begun({ lastSeq: 2, lastMessageSeq: 2, readSeq: 2 }),
      said(3),
      said(3),
      said(4),
    );
    expect(news(state)).toEqual({ unread: 2, mentions: 0 });
  });

  it('is nothing that one says oneself, which also reads what stands above', () => {
    const own = said(4, { author: userOf(ME) });
    expect(news(after(begun(), said(3), own))).toBeUndefined();
  });

  it('counts a call once, by whichever way it is heard of first', () => {
    expect(news(after(begun(), notified(1), said(1, calling)))).toEqual({ unread: 1, mentions: 1 });
    expect(news(after(begun(), said(1, calling), notified(1)))).toEqual({ unread: 1, mentions: 1 });
    expect(news(after(begun(), notified(1, 'dm')))).toEqual({ unread: 1, mentions: 0 });
  });

  it('calls by a role that one holds', () => {
    const role = { mentions: { userIds: [], roleIds: ['20'], everyone: false } };
    const given = server.memberUpdated({
      type: 'MEMBER_UPDATED',
      stream: SPACE,
      seq: 1,
      spaceId: SPACE,
      member: { ...memberOf(userOf(ME)), roleIds: ['20'] },
    });
    expect(news(after(begun(), said(1, role)))?.mentions).toBe(0);
    expect(news(after(begun(), given, said(1, role)))?.mentions).toBe(1);
  });

  it('is something in a channel that is not followed, and nothing when that is taken back', () => {
    const tip = (seq: number) =>
      server.tips({ type: 'TIPS', streams: { [CHANNEL]: 9 }, messages: { [CHANNEL]: seq } });
    const state = begun({ lastSeq: 2, lastMessageSeq: 2, readSeq: 2 });
    expect(news(after(state, tip(3)))).toEqual({ unread: 1, mentions: 0 });
    expect(news(after(state, tip(3), tip(2)))).toBeUndefined();
  });
});

describe('reading', () => {
  const unread = begun({ lastSeq: 5, lastMessageSeq: 5, readSeq: 2, unread: 3, mentions: 1 });
  const seen = channelRead({ channelId: CHANNEL, seq: 5 });

  it('is done at once, here and on every device', () => {
    expect(news(after(unread, seen))).toBeUndefined();
    expect(news(after(unread, told(5)))).toBeUndefined();
  });

  it('is not undone by a word of the server that is older than the mark', () => {
    expect(news(after(unread, seen, told(3, 2)))).toBeUndefined();
    const ack = server.ack({ type: 'ACK', ref: markRef(CHANNEL, 5) });
    expect(news(after(unread, seen, ack, told(3, 2)))).toEqual({ unread: 2, mentions: 0 });
  });

  it('forgets no call that was heard of beside it', () => {
    expect(news(after(unread, said(6, calling), told(5)))).toEqual({ unread: 1, mentions: 1 });
  });

  it('can be undone', () => {
    const again = markedUnread({ channelId: CHANNEL, seq: 3 });
    expect(news(after(unread, seen, again))?.unread).toBe(1);
    expect(news(after(unread, seen, again, told(3, 2, 1)))).toEqual({ unread: 2, mentions: 1 });
  });

  it('can be said of everything', () => {
    expect(selectNews({ reads: after(unread, allRead([CHANNEL])) })).toEqual({});
  });
});

describe('watching', () => {
  const end = (atEnd: boolean) => endShown({ channelId: CHANNEL, atEnd });
  const watched = (...actions: Action[]) => selectWatched({ reads: after(begun(), ...actions) });

  it('is looking at the end', () => {
    expect(watched(end(true))).toBe(CHANNEL);
    expect(watched(end(true), end(false))).toBeNull();
    expect(watched(end(true), channelShown(null))).toBeNull();
  });

  it('reads what comes before one’s eyes as it comes', () => {
    const before = after(begun({ lastSeq: 5, lastMessageSeq: 5, readSeq: 5 }), end(true));
    const looked = after(before, lookChanged(true), said(6, calling), notified(6));
    expect(news(looked)).toBeUndefined();
    expect(selectStanding({ reads: looked }, CHANNEL)).toMatchObject({ readSeq: 6, marking: 6 });
    // Whoever shows the news has nothing to draw.
    expect(selectNews({ reads: looked })).toBe(selectNews({ reads: before }));
    expect(news(after(looked, lookChanged(false), said(7)))?.unread).toBe(1);
    expect(news(after(looked, end(false), said(7)))?.unread).toBe(1);
  });

  it('leaves unread what was marked so, until one comes back', () => {
    const marked = markedUnread({ channelId: CHANNEL, seq: 0 });
    expect(watched(end(true), marked)).toBeNull();
    expect(watched(marked, channelShown(null), channelShown(CHANNEL), end(true))).toBe(CHANNEL);
  });
});

it('knows nothing of a channel that is gone', () => {
  const gone = server.channelDeleted({
    type: 'CHANNEL_DELETED',
    stream: SPACE,
    seq: 1,
    spaceId: SPACE,
    channelId: CHANNEL,
  });
  const state = after(begun({ lastMessageSeq: 5, unread: 1 }), gone);
  expect(selectStanding({ reads: state }, CHANNEL).lastMessageSeq).toBe(0);
});
