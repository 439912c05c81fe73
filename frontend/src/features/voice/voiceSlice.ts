/** Who is in which voice channel, one's own call, and what one chose about it. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, UserId } from '../../protocol';
import { server, sessionEnded, worldLoaded } from '../../services/events';
import type { Call } from '../../services/voice/call';
import { PLAIN, type Choices } from '../../services/voice/choices';
import type { Participant } from '../../services/voice/wire';

/** Somebody calls. */
export interface Ring {
  channelId: ChannelId;
  from: UserId;
}

interface VoiceSlice {
  /** In the order in which they came. */
  rosters: Record<ChannelId, Participant[]>;
  call: Call | null;
  choices: Choices;
  /** Calls that wait for an answer, the first first. */
  rings: Ring[];
  me: UserId;
}

const initialState: VoiceSlice = { rosters: {}, call: null, choices: PLAIN, rings: [], me: '' };

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
    /** Answered, declined, or nobody waits any more. */
    ringEnded: (state, { payload }: PayloadAction<ChannelId>) => hush(state, payload),
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload: { me, voice = [] } }) => {
        state.me = me.id;
        state.rosters = Object.fromEntries(
          voice.map(({ channelId, participants }) => [channelId, participants]),
        );
      })
      .addCase(server.voiceState, (state, { payload }) => {
        const { channelId, userId, event, user, state: is, ring } = payload;
        const before = state.rosters[channelId] ?? [];
        const at = before.findIndex((each) => each.user.id === userId);
        const there = before[at];
        if (event === 'leave') before.splice(at < 0 ? before.length : at, 1);
        else if (there) there.state = is;
        else if (user) before.push({ user, state: is });
        if (before.length > 0) state.rosters[channelId] = before;
        else delete state.rosters[channelId];
        // Answered here or on another device, or nobody waits any more.
        if (before.length === 0 || userId === state.me) hush(state, channelId);
        else if (ring && !state.rings.some((each) => each.channelId === channelId)) {
          state.rings.push({ channelId, from: userId });
        }
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
        : (rosters[channelId] ?? NOBODY),
  },
});

function hush(state: Pick<VoiceSlice, 'rings'>, channelId: ChannelId): void {
  state.rings = state.rings.filter((ring) => ring.channelId !== channelId);
}

export const voiceReducer = slice.reducer;
export const { callChanged, choicesMade, ringEnded } = slice.actions;
export const { selectCall, selectChoices, selectRing, selectRoster } = slice.selectors;
