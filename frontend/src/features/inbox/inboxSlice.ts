/** What called this person, newest first. */
import { createAction, createSlice } from '@reduxjs/toolkit';
import type { Notification, Page } from '../../protocol';
import { server, sessionEnded } from '../../services/events';

/** A page was asked for. `newest`: from the present; else what lies before. */
export const inboxAsked = createAction<{ newest: boolean }>('inbox/asked');

/** It is here. */
export const inboxRead = createAction<{ newest: boolean; page: Page<Notification> }>('inbox/read');

/** It could not be read. */
export const inboxFailed = createAction<{ newest: boolean }>('inbox/failed');

interface InboxState {
  /** `stale`: something called that is not in the list yet. */
  status: 'unread' | 'reading' | 'ready' | 'stale' | 'failed';
  items: Notification[];
  /** What lies before the last. */
  older: 'none' | 'more' | 'reading' | 'failed';
}

const initialState: InboxState = { status: 'unread', items: [], older: 'none' };

const slice = createSlice({
  name: 'inbox',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(inboxAsked, (state, { payload: { newest } }) => {
        if (!newest) state.older = 'reading';
        else if (state.items.length === 0) state.status = 'reading';
      })
      .addCase(inboxRead, (state, { payload: { newest, page } }) => {
        const { items, hasMore } = page;
        // The page of the present meets what is there, or there is a gap that nobody sees.
        const last = items.at(-1)?.seq ?? 0;
        const meets = state.items.some(({ seq }) => seq >= last);
        if (newest && !meets) state.items = [];
        const kept = new Map(
          [...items, ...state.items].toReversed().map((item) => [item.seq, item]),
        );
        state.items = [...kept.values()].toSorted((a, b) => b.seq - a.seq);
        if (newest) state.status = 'ready';
        if (!newest || !meets) state.older = hasMore ? 'more' : 'none';
      })
      .addCase(inboxFailed, (state, { payload: { newest } }) => {
        if (!newest) state.older = 'failed';
        else if (state.items.length === 0) state.status = 'failed';
        else state.status = 'ready';
      })
      .addCase(server.notification, (state) => {
        if (state.status === 'ready') state.status = 'stale';
      })
      .addCase(server.messageDeleted, (state, { payload: { messageId } }) => {
        state.items = state.items.filter((item) => item.messageId !== messageId);
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: { selectInbox: (state) => state },
});

export const inboxReducer = slice.reducer;
export const { selectInbox } = slice.selectors;

/** What the verbs read. */
export type InboxView = Parameters<typeof selectInbox>[0];
