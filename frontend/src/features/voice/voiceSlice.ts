/** Who is in which voice channel, one's own call, and what one chose about it. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, UserId, VoiceRooms } from '../../protocol';
import { server, sessionEnded, voiceRoomsRead, worldLoaded } from '../../services/events';
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
  /** The version that was read last, and the newest that was heard since of each person there. */
  readAt: number;
  heardAt: Record<string, number>;
  call: Call | null;
  choices: Choices;
  /** Calls that wait for an answer, the first first. */
  rings: Ring[];
  me: UserId;
}

const initialState: VoiceSlice = {
  rosters: {},
  readAt: 0,
  heardAt: {},
  call: null, choices: PLAIN, rings: [], me: '' };

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
      .addCase(worldLoaded, (state, { payload: { me, voice } }) => {
        state.me = me.id;
        read(state, voice ?? { version: 0, rooms: [] });
      })
      .addCase(voiceRoomsRead, (state, { payload }) => read(state, payload))
      .addCase(server.voiceState, (state, { payload }) => {
        const { channelId, userId, event, user, state: is, ring, version } = payload;
        const key = keyOf(channelId, userId);
        if (version <= Math.max(state.readAt, state.heardAt[key] ?? 0)) return;
        state.heardAt[key] = version;
        const before = state.rosters[channelId] ?? [];
        const at = before.findIndex((each) => each.user.id === userId);
        const there = before[at];
        if (event === 'left') before.splice(at < 0 ? before.length : at, 1);
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

const keyOf = (channelId: ChannelId, userId: UserId): string => `${channelId}:${userId}`;

/** What was read holds, but for those of whom something newer was heard. */
function read(state: VoiceSlice, { version, rooms }: VoiceRooms): void {
  if (version < state.readAt) return;
  const isNewer = (channelId: ChannelId, userId: UserId) =>
    (state.heardAt[keyOf(channelId, userId)] ?? 0) > version;
  const rosters: Record<ChannelId, Participant[]> = {};
  for (const { channelId, participants } of rooms) {
    const known = participants.filter(({ user }) => !isNewer(channelId, user.id));
    if (known.length > 0) rosters[channelId] = known;
  }
  for (const [channelId, roster] of Object.entries(state.rosters)) {
    const newer = roster.filter(({ user }) => isNewer(channelId, user.id));
    if (newer.length > 0) rosters[channelId] = [...(rosters[channelId] ?? []), ...newer];
  }
  state.rosters = rosters;
  state.readAt = version;
  state.heardAt = Object.fromEntries(
    Object.entries(state.heardAt).filter(([, heard]) => heard > version),
  );
  state.rings = state.rings.filter(({ channelId }) => rosters[channelId] !== undefined);
}

function hush(state: Pick<VoiceSlice, 'rings'>, channelId: ChannelId): void {
  state.rings = state.rings.filter((ring) => ring.channelId !== channelId);
}

export const voiceReducer = slice.reducer;
export const { callChanged, choicesMade, ringEnded } = slice.actions;
export const { selectCall, selectChoices, selectRing, selectRoster } = slice.selectors;
