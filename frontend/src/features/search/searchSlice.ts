/** What was looked for, and what was found: it stays while one goes to look at a find. */
import { createAction, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Message, SearchResults } from '../../protocol';
import { server, sessionEnded } from '../../services/events';
import { isAsked, type Query } from './filters';

/** What has become of the question. `more`: the next page is on its way. */
type Finding =
  | { status: 'idle' | 'searching' }
  | { status: 'found' | 'more' | 'moreFailed'; items: Message[]; hasMore: boolean; terms: string[] }
  | { status: 'failed'; text: string };

interface SearchState {
  query: Query;
  /** Counts questions, so that a late answer to an old one is known as such. */
  asked: number;
  finding: Finding;
}

const initialState: SearchState = {
  query: { text: '', filters: [], scope: null },
  asked: 0,
  finding: { status: 'idle' },
};

/** A question was put to the server. */
export const searchAsked = createAction<number>('search/asked');

/** A page was found. The first takes the place of what was found before. */
export const searchFound = createAction<{ asked: number; first: boolean; results: SearchResults }>(
  'search/found',
);

/** The question was not answered; `text` says why, and what to do. */
export const searchFailed = createAction<{ asked: number; first: boolean; text: string }>(
  'search/failed',
);

const slice = createSlice({
  name: 'search',
  initialState,
  reducers: {
    queryChanged: (state, { payload }: PayloadAction<Query>) => {
      state.query = { ...payload, filters: [...payload.filters] };
      if (isAsked(payload)) return;
      state.asked += 1;
      state.finding = { status: 'idle' };
    },
    moreAsked: ({ finding }) => {
      if (finding.status === 'found' || finding.status === 'moreFailed') finding.status = 'more';
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(searchAsked, (state, { payload }) => {
        state.asked = payload;
        // What was found stays until something else is: a list that blinks cannot be read.
        if (state.finding.status !== 'found') state.finding = { status: 'searching' };
      })
      .addCase(searchFound, (state, { payload: { asked, first, results } }) => {
        if (asked !== state.asked) return;
        const before = !first && 'items' in state.finding ? state.finding.items : [];
        const { items, hasMore, terms } = results;
        state.finding = { status: 'found', items: [...before, ...items], hasMore, terms };
      })
      .addCase(searchFailed, (state, { payload: { asked, first, text } }) => {
        if (asked !== state.asked) return;
        if (first) state.finding = { status: 'failed', text };
        else if ('items' in state.finding) state.finding.status = 'moreFailed';
      })
      .addCase(server.messageUpdated, ({ finding }, { payload: { message } }) => {
        if (!('items' in finding)) return;
        finding.items = finding.items.map((each) => (each.id === message.id ? message : each));
      })
      .addCase(server.messageDeleted, ({ finding }, { payload: { messageId } }) => {
        if (!('items' in finding)) return;
        finding.items = finding.items.filter(({ id }) => id !== messageId);
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectQuery: (state) => state.query,
    selectAsked: (state) => state.asked,
    selectFinding: (state) => state.finding,
  },
});

export const searchReducer = slice.reducer;
export const { queryChanged, moreAsked } = slice.actions;
export const { selectQuery, selectAsked, selectFinding } = slice.selectors;

/** What the verbs read. */
export type SearchView = Parameters<typeof selectQuery>[0];
