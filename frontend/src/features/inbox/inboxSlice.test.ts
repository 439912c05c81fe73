import { describe, expect, it } from 'vitest';
import type { Notification } from '../../protocol';
import { server } from '../../services/events';
import { CHANNEL, ME, userOf } from '../../testing/frames';
import { inboxAsked, inboxFailed, inboxRead, inboxReducer } from './inboxSlice';

type State = ReturnType<typeof inboxReducer>;
type Action = Parameters<typeof inboxReducer>[1];

const line = (seq: number): Notification => ({
  seq,
  kind: 'mention',
  channelId: CHANNEL,
  messageId: String(1_000 + seq),
  messageSeq: seq,
  author: userOf('2'),
  excerpt: `line ${seq}`,
  createdAt: '2026-11-22T10:00:00.000Z',
});
const page = (newest: boolean, hasMore: boolean, ...seqs: number[]) =>
  inboxRead({ newest, page: { items: seqs.map(line), hasMore } });
const after = (...actions: Action[]): State =>
  actions.reduce<State>(inboxReducer, inboxReducer(undefined, inboxAsked({ newest: true })));
const seqs = ({ items }: State): number[] => items.map(({ seq }) => seq);

describe('the inbox', () => {
  it('is read page by page, newest first', () => {
    const state = after(
      page(true, true, 9, 8),
      inboxAsked({ newest: false }),
      page(false, false, 5),
    );
    expect(seqs(state)).toEqual([9, 8, 5]);
    expect([state.status, state.older]).toEqual(['ready', 'none']);
  });

  it('takes up what is new without losing what was read', () => {
    const state = after(page(true, true, 9, 8), page(true, true, 11, 9, 8));
    expect(seqs(state)).toEqual([11, 9, 8]);
    expect(state.older).toBe('more');
  });

  it('begins anew where the newest page does not reach what is there', () => {
    const state = after(page(true, false, 3, 2), page(true, true, 40, 39));
    expect(seqs(state)).toEqual([40, 39]);
    expect(state.older).toBe('more');
  });

  it('knows when something new called, and drops what was deleted', () => {
    const called = server.notification({
      type: 'NOTIFICATION',
      stream: ME,
      seq: 10,
      kind: 'reply',
      channelId: CHANNEL,
      messageId: '1010',
      messageSeq: 10,
      excerpt: '',
    });
    expect(after(page(true, false, 9), called).status).toBe('stale');
    const deleted = server.messageDeleted({
      type: 'MESSAGE_DELETED',
      stream: CHANNEL,
      seq: 12,
      channelId: CHANNEL,
      messageId: '1009',
    });
    expect(seqs(after(page(true, false, 9, 8), deleted))).toEqual([8]);
  });

  it('says that it could not be read, where there is nothing to show instead', () => {
    expect(after(inboxFailed({ newest: true })).status).toBe('failed');
    expect(after(page(true, false, 9), inboxFailed({ newest: true })).status).toBe('ready');
    expect(after(page(true, true, 9), inboxFailed({ newest: false })).older).toBe('failed');
  });
});
