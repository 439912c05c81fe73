/** Whether what is shown is from before, and whether there is a newer client. */
import { createSlice } from '@reduxjs/toolkit';
import { sessionEnded, updateReady, worldLoaded, worldRecalled } from '../../services/events';

interface OfflineState {
  /** When what is shown was read, in milliseconds since 1970; `null` = it is of now. */
  readAt: number | null;
  /** Another version of the client is in force: this window runs the one before. */
  update: 'none' | 'ready' | 'later';
}

const initialState: OfflineState = { readAt: null, update: 'none' };

const slice = createSlice({
  name: 'offline',
  initialState,
  reducers: {
    updatePutOff: (state) => {
      state.update = 'later';
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldRecalled, (state, { payload }) => {
        state.readAt = payload;
      })
      .addCase(worldLoaded, (state) => {
        state.readAt = null;
      })
      .addCase(updateReady, (state) => {
        state.update = 'ready';
      })
      .addCase(sessionEnded, (state) => {
        state.readAt = null;
      });
  },
  selectors: {
    selectReadAt: (state) => state.readAt,
    selectUpdate: (state) => state.update,
  },
});

export const offlineReducer = slice.reducer;
export const { updatePutOff } = slice.actions;
export const { selectReadAt, selectUpdate } = slice.selectors;
