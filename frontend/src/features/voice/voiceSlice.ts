/** Who is in which voice channel, one's own call, and what one chose about it. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, Participant, UserId, VoiceRooms } from '../../protocol';
import { server, sessionEnded, worldLoaded } from '../../services/events';
import type { Call } from '../../services/voice/call';
import { PLAIN, type Choices } from '../../services/voice/choices';
import { NOTHING_TOLD, listed, told, type Rosters } from './rosters';

/** Somebody calls. */
export interface Ring {
  channelId: ChannelId;
  from: UserId;
}

interface VoiceSlice {
  rosters: Rosters;
  call: Call | null;
  choices: Choices;
  /** Calls that wait for an answer, the first first. */
  rings: Ring[];
  me: UserId;
}

const initialState: VoiceSlice = {
  rosters: NOTHING_TOLD,
  call: null,
  choices: PLAIN,
  rings: [],
  me: '',
};

const NOBODY: readonly Participant[] = [];

const slice = createSlice({
  name: 'voice',
  initialState,
  reducers: {
    /** Told by the call itself. */
    callChanged: (state, { payload }: PayloadAction<Call | null>) => ({ ...state, call: payload }),
    choicesMade: (state, { payload }: PayloadAction<Partial<Choices>>) => {
      Object.assign(state.choices, payload);
    },
    /** Everybody in every call one sees, as of one moment. */
    roomsRead: (state, { payload }: PayloadAction<VoiceRooms>) => {
      state.rosters = listed(state.rosters, payload);
      for (const { channelId } of state.rings) answer(state, channelId);
    },
    /** Answered, declined, or nobody waits any more. */
    ringEnded: (state, { payload }: PayloadAction<ChannelId>) => hush(state, payload),
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload: { me } }) => {
        state.me = me.id;
      })
      .addCase(server.voiceState, (state, { payload }) => {
        const { channelId, userId, ring } = payload;
        const after = told(state.rosters, payload);
        // Something newer is known.
        if (after === state.rosters) return;
        state.rosters = after;
        if (ring && !state.rings.some((each) => each.channelId === channelId)) {
          state.rings.push({ channelId, from: userId });
        }
        answer(state, channelId);
      })
      .addCase(sessionEnded, ({ choices }) => ({ ...initialState, choices }));
  },
  selectors: {
    selectCall: (state) => state.call,
    selectChoices: (state) => state.choices,
    selectRing: (state) => state.rings[0],
    /** Where one sits oneself, the call knows it first, and who speaks. */
    selectRoster: ({ rosters, call }, channelId: ChannelId): readonly Participant[] =>
      call?.channelId === channelId && call.people.length > 0
        ? call.people
        : (rosters.people[channelId] ?? NOBODY),
  },
});

/** Answered here or on another device, or nobody waits any more. */
function answer(state: VoiceSlice, channelId: ChannelId): void {
  const people = state.rosters.people[channelId] ?? [];
  const mine = people.some(({ user }) => user.id === state.me);
  if (people.length === 0 || mine) hush(state, channelId);
}

function hush(state: Pick<VoiceSlice, 'rings'>, channelId: ChannelId): void {
  state.rings = state.rings.filter((ring) => ring.channelId !== channelId);
}

export const voiceReducer = slice.reducer;
export const { callChanged, choicesMade, ringEnded, roomsRead } = slice.actions;
export const { selectCall, selectChoices, selectRing, selectRoster } = slice.selectors;
