/** The channels and conversations one may see, and which is on the screen. */
import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Channel, ChannelId, SpaceId } from '../../protocol';
import {
  channelChanged,
  channelGone,
  channelShown,
  channelsLoaded,
  server,
  sessionEnded,
  worldLoaded,
} from '../../services/events';

interface ChannelsState {
  /** `null` until the world is known. */
  byId: Record<ChannelId, Channel> | null;
  shown: ChannelId | null;
  /** Categories that one folded up. */
  folded: Record<ChannelId, true>;
}

const initialState: ChannelsState = { byId: null, shown: null, folded: {} };

const slice = createSlice({
  name: 'channels',
  initialState,
  reducers: {
    categoryFolded: ({ folded }, { payload }: PayloadAction<{ id: ChannelId; is: boolean }>) => {
      if (payload.is) folded[payload.id] = true;
      else delete folded[payload.id];
    },
    foldedRestored: (state, { payload }: PayloadAction<ChannelId[]>) => {
      state.folded = Object.fromEntries(payload.map((id) => [id, true]));
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload }) => {
        const channels = payload.spaces.flatMap((space) => space.channels);
        const all = [...channels, ...(payload.dms ?? [])];
        state.byId = Object.fromEntries(all.map((channel) => [channel.id, channel]));
      })
      .addCase(channelsLoaded, (state, { payload: { spaceId, channels } }) => {
        dropSpace(state, spaceId);
        for (const channel of channels) put(state, channel);
      })
      .addCase(channelChanged, (state, { payload }) => put(state, payload))
      .addCase(channelGone, (state, { payload }) => drop(state, payload))
      .addCase(channelShown, (state, { payload }) => {
        state.shown = payload;
      })
      .addCase(server.channelCreated, (state, { payload }) => put(state, payload.channel))
      .addCase(server.channelUpdated, (state, { payload }) => put(state, payload.channel))
      .addCase(server.channelDeleted, (state, { payload }) => drop(state, payload.channelId))
      .addCase(server.dmOpened, (state, { payload }) => put(state, payload.channel))
      .addCase(server.dmClosed, (state, { payload }) => drop(state, payload.channelId))
      .addCase(server.memberUpdated, ({ byId }, { payload: { member } }) => {
        for (const { members } of Object.values(byId ?? {})) {
          const at = members?.findIndex(({ id }) => id === member.userId) ?? -1;
          if (members && at >= 0) members[at] = member.user;
        }
      })
      .addCase(server.syncReset, (state, { payload }) => {
        if (payload.reason === 'NO_ACCESS') drop(state, payload.stream);
      })
      .addCase(server.spaceDeleted, (state, { payload }) => dropSpace(state, payload.spaceId))
      .addCase(server.spaceLeft, (state, { payload }) => dropSpace(state, payload.spaceId))
      .addCase(sessionEnded, ({ folded }) => ({ ...initialState, folded }));
  },
  selectors: {
    selectChannels: (state) => state.byId,
    selectShown: (state) => state.shown,
    selectFolded: (state) => state.folded,
  },
});

function put({ byId }: ChannelsState, channel: Channel): void {
  if (byId) byId[channel.id] = channel;
}

/** What stood under a category stands on its own afterwards. */
function drop({ byId }: ChannelsState, id: ChannelId): void {
  delete byId?.[id];
  for (const channel of Object.values(byId ?? {})) {
    if (channel.parentId === id) channel.parentId = null;
  }
}

function dropSpace({ byId }: ChannelsState, spaceId: SpaceId): void {
  for (const channel of Object.values(byId ?? {})) {
    if (channel.spaceId === spaceId) delete byId?.[channel.id];
  }
}

export const channelsReducer = slice.reducer;
export const { categoryFolded, foldedRestored } = slice.actions;
export const { selectChannels, selectShown, selectFolded } = slice.selectors;

/** The channels of a space in their order, without the kinds that this instance does not offer. */
export const selectListed = createSelector(
  [
    selectChannels,
    (_state, spaceId: SpaceId) => spaceId,
    (_state, _space, voice: boolean) => voice,
  ],
  (byId, spaceId, voice) =>
    Object.values(byId ?? {})
      .filter((channel) => channel.spaceId === spaceId)
      .filter(({ kind }) => kind !== 'voice' || voice)
      .toSorted(byPlace),
);

/** The direct conversations. */
export const selectDms = createSelector([selectChannels], (byId) =>
  Object.values(byId ?? {}).filter(({ spaceId }) => spaceId === null),
);

/** Their order in a list: by position, then the older first. */
export function byPlace(a: Channel, b: Channel): number {
  return a.position - b.position || compareIds(a.id, b.id);
}

/** Ids are numbers of up to 20 digits: longer is later. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
