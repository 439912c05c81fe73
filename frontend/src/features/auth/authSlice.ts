/** Who is here, and what the instance says to everybody. */
import { createAction, createSlice } from '@reduxjs/toolkit';
import type { Instance, Me } from '../../protocol';
import {
  instanceLoaded,
  meChanged,
  server,
  sessionEnded,
  sessionStarted,
  worldLoaded,
} from '../../services/events';

/** The server could not be asked whether there is a session; it will be asked again. */
export const unreachable = createAction('auth/unreachable');

/** This browser has no session, as far as it knows. */
export const strangerCame = createAction('auth/strangerCame');

interface AuthState {
  session: 'unknown' | 'unreachable' | 'none' | 'there';
  /** Why there is none any more; `null` when there never was. */
  ended: 'left' | 'ended' | null;
  instance: Instance | null;
  me: Me | null;
}

const initialState: AuthState = { session: 'unknown', ended: null, instance: null, me: null };

const slice = createSlice({
  name: 'auth',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(instanceLoaded, (state, { payload }) => {
        state.instance = payload;
      })
      .addCase(unreachable, (state) => {
        if (state.session === 'unknown') state.session = 'unreachable';
      })
      .addCase(strangerCame, (state) => {
        state.session = 'none';
      })
      .addCase(sessionStarted, (state) => {
        state.session = 'there';
        state.ended = null;
        // Whoever signed in is an account: there is nothing left to set up.
        if (state.instance) state.instance.setupRequired = false;
      })
      .addCase(sessionEnded, (state, { payload }) => {
        state.session = 'none';
        state.ended = payload;
        state.me = null;
      })
      .addCase(worldLoaded, (state, { payload }) => {
        state.me = payload.me;
      })
      .addCase(meChanged, (state, { payload }) => {
        state.me = payload;
      })
      .addCase(server.userStatus, ({ me }, { payload: { userId, status, statusText } }) => {
        // A line of one's own may have run out; of who is offline nothing is told.
        if (me?.id === userId && status !== 'offline') me.statusText = statusText;
      })
      .addCase(server.memberUpdated, ({ me }, { payload }) => {
        const { user } = payload.member;
        if (me?.id === user.id) Object.assign(me, user);
      });
  },
  selectors: {
    selectSession: (state) => state.session,
    selectEnded: (state) => state.ended,
    selectInstance: (state) => state.instance,
    selectMe: (state) => state.me,
  },
});

export const authReducer = slice.reducer;
export const { selectSession, selectEnded, selectInstance, selectMe } = slice.selectors;
