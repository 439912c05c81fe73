/** Who is there, and what they are up to. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Choice, Mood, Presence, Status, UserId } from '../../protocol';
import {
  meChanged,
  membersFound,
  membersLoaded,
  server,
  sessionEnded,
  worldLoaded,
} from '../../services/events';

/** How somebody is seen. */
export interface Seen {
  status: Status;
  statusText: string | null;
}

const AWAY: Seen = { status: 'offline', statusText: null };

interface PresenceState {
  /** Those who are not offline. */
  byUser: Record<UserId, Seen>;
  /** What one said of oneself, here or on another device. */
  chosen: Choice;
  /** What the server keeps of that, as far as it has said. */
  kept: Mood;
  /** Whether nobody has touched this window for a while. */
  idle: boolean;
  me: UserId;
}

const initialState: PresenceState = {
  byUser: {},
  chosen: 'online',
  kept: 'online',
  idle: false,
  me: '',
};

const slice = createSlice({
  name: 'presence',
  initialState,
  reducers: {
    /** How one wants to be seen from now on. */
    statusChosen: (state, { payload }: PayloadAction<Choice>) => {
      state.chosen = payload;
    },
    /** Nobody has touched this window for a while, or somebody does again. */
    idleChanged: (state, { payload }: PayloadAction<boolean>) => {
      state.idle = payload;
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload: { me, presences } }) => {
        const own = state.byUser[me.id];
        state.me = me.id;
        keep(state, me.chosenStatus ?? 'online');
        state.byUser = own ? { [me.id]: { ...own, statusText: me.statusText } } : {};
        for (const presence of presences) put(state, presence);
      })
      .addCase(membersLoaded, (state, { payload: { page } }) => {
        for (const presence of page.presences) put(state, presence);
      })
      .addCase(membersFound, (state, { payload: { page } }) => {
        for (const presence of page.presences) put(state, presence);
      })
      .addCase(server.userStatus, (state, { payload }) => {
        put(state, payload);
        if (payload.userId === state.me && payload.status !== 'offline')
          keep(state, moodOf(payload.status));
      })
      .addCase(meChanged, ({ byUser }, { payload: { id, statusText } }) => {
        const own = byUser[id];
        if (own) own.statusText = statusText;
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectPresences: (state) => state.byUser,
    selectSeen: (state, id: UserId): Seen => state.byUser[id] ?? AWAY,
    selectChosen: (state) => state.chosen,
    /** Whether the server has still to hear what was chosen here. */
    selectUntold: ({ chosen, kept }) => moodOf(chosen) !== kept,
    /** What this window tells the server. */
    selectTold: ({ chosen, idle }): Choice => (chosen === 'online' && idle ? 'idle' : chosen),
  },
});

/** What of a word holds for all devices. */
function moodOf(word: Choice | Status): Mood {
  return word === 'dnd' || word === 'invisible' ? word : 'online';
}

/** A new word of the server's was said on another device; an old one says nothing new. */
function keep(state: PresenceState, mood: Mood): void {
  if (mood === state.kept) return;
  state.kept = mood;
  if (moodOf(state.chosen) !== mood) state.chosen = mood;
}

function put(state: PresenceState, { userId, status, statusText }: Presence): void {
  if (status === 'offline') delete state.byUser[userId];
  else state.byUser[userId] = { status, statusText };
}

export const presenceReducer = slice.reducer;
export const { statusChosen, idleChanged } = slice.actions;
export const { selectPresences, selectSeen, selectChosen, selectTold, selectUntold } =
  slice.selectors;
