/** How the connection is, for the banner. */
import { createSlice } from '@reduxjs/toolkit';
import { connectionChanged, networkChanged, type ConnectionView } from '../../services/events';

interface ConnectionState {
  view: ConnectionView;
  /** What the browser says about the network. */
  network: boolean;
  /** Whether it has been live: before that, there is no connection to be lost. */
  wasLive: boolean;
}

const initialState: ConnectionState = { view: { status: 'off' }, network: true, wasLive: false };

const slice = createSlice({
  name: 'connection',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(connectionChanged, (state, { payload }) => {
        state.view = payload;
        if (payload.status === 'live') state.wasLive = true;
        if (payload.status === 'off') state.wasLive = false;
      })
      .addCase(networkChanged, (state, { payload }) => {
        state.network = payload;
      });
  },
  selectors: { selectConnection: (state) => state },
});

export const connectionReducer = slice.reducer;
export const { selectConnection } = slice.selectors;
