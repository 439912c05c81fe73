/** What a person should know, for a while. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { noticeRaised, sessionEnded, type Notice } from '../../services/events';

/** The newest few; at one more, the oldest goes. */
const NOTICES_MAX = 3;

interface NoticesState {
  shown: (Notice & { id: number })[];
  nextId: number;
}

const initialState: NoticesState = { shown: [], nextId: 1 };

const slice = createSlice({
  name: 'notices',
  initialState,
  reducers: {
    noticeDismissed: (state, { payload }: PayloadAction<number>) => {
      state.shown = state.shown.filter(({ id }) => id !== payload);
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(noticeRaised, (state, { payload }) => {
        // Said twice is not twice as true.
        const others = state.shown.filter(({ text }) => text !== payload.text);
        state.shown = [...others, { ...payload, id: state.nextId }].slice(-NOTICES_MAX);
        state.nextId += 1;
      })
      .addCase(sessionEnded, (state) => {
        state.shown = [];
      });
  },
  selectors: { selectNotices: (state) => state.shown },
});

export const noticesReducer = slice.reducer;
export const { noticeDismissed } = slice.actions;
export const { selectNotices } = slice.selectors;
