import { describe, expect, it } from 'vitest';
import { server } from '../../services/events';
import { CHANNEL, messageOf } from '../../testing/frames';
import {
  moreAsked,
  queryChanged,
  searchAsked,
  searchFailed,
  searchFound,
  searchReducer,
} from './searchSlice';

type State = ReturnType<typeof searchReducer>;
type Action = Parameters<typeof searchReducer>[1];

const after = (...actions: Action[]): State =>
  actions.reduce<State>(searchReducer, searchReducer(undefined, { type: 'none' }));
const page = (asked: number, first: boolean, ...seqs: number[]) =>
  searchFound({
    asked,
    first,
    results: { items: seqs.map((seq) => messageOf(seq)), hasMore: true, terms: ['message'] },
  });
const seqs = ({ finding }: State): number[] =>
  'items' in finding ? finding.items.map(({ seq }) => seq) : [];

describe('finds', () => {
  it('come page by page', () => {
    const state = after(searchAsked(1), page(1, true, 9, 8), moreAsked(), page(1, false, 7));
    expect(seqs(state)).toEqual([9, 8, 7]);
    expect(state.finding.status).toBe('found');
  });

  it('stay while the next question is on its way, and go with its answer', () => {
    const state = after(searchAsked(1), page(1, true, 9), searchAsked(2));
    expect(seqs(state)).toEqual([9]);
    expect(seqs(after(searchAsked(1), page(1, true, 9), searchAsked(2), page(2, true, 3)))).toEqual(
      [3],
    );
  });

  it('that come late do not count', () => {
    expect(seqs(after(searchAsked(1), searchAsked(2), page(1, true, 9)))).toEqual([]);
    const emptied = queryChanged({ text: ' ', filters: [], scope: null });
    expect(after(searchAsked(1), emptied, page(1, true, 9)).finding).toEqual({ status: 'idle' });
  });

  it('stay when the next page fails; a first page that fails says why', () => {
    const failed = (first: boolean) => searchFailed({ asked: 1, first, text: 'Too quick.' });
    const state = after(searchAsked(1), page(1, true, 9), moreAsked(), failed(false));
    expect([state.finding.status, seqs(state)]).toEqual(['moreFailed', [9]]);
    expect(after(searchAsked(1), failed(true)).finding).toEqual({
      status: 'failed',
      text: 'Too quick.',
    });
  });

  it('follow what becomes of the messages', () => {
    const place = { stream: CHANNEL, channelId: CHANNEL, seq: 20 };
    const state = after(
      searchAsked(1),
      page(1, true, 9, 8),
      server.messageDeleted({ type: 'MESSAGE_DELETED', ...place, messageId: '1009' }),
      server.messageUpdated({
        type: 'MESSAGE_UPDATED',
        ...place,
        message: messageOf(8, { content: 'another text' }),
      }),
    );
    expect(seqs(state)).toEqual([8]);
    expect('items' in state.finding && state.finding.items[0]?.content).toBe('another text');
  });
});
