/** The channels one may see, which is on the screen, and where something new is. */
import { createSelector, createSlice } from '@reduxjs/toolkit';
import type { Channel, ChannelId, SpaceId } from '../../protocol';
import { channelShown, server, sessionEnded, worldLoaded } from '../../services/events';

interface ChannelsState {
  /** `null` until the world is known. */
  byId: Record<ChannelId, Channel> | null;
  shown: ChannelId | null;
  /** Channels with messages of others that came while they were not on the screen. */
  unread: Record<ChannelId, true>;
  me: string | null;
}

const initialState: ChannelsState = { byId: null, shown: null, unread: {}, me: null };

const slice = createSlice({
  name: 'channels',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload }) => {
        const channels = payload.spaces.flatMap((space) => space.channels);
        state.byId = Object.fromEntries(channels.map((channel) => [channel.id, channel]));
        state.me = payload.me.id;
      })
      .addCase(channelShown, (state, { payload }) => {
        state.shown = payload;
        if (payload) delete state.unread[payload];
      })
      .addCase(server.channelCreated, (state, { payload }) => {
        if (state.byId) state.byId[payload.channel.id] = payload.channel;
      })
      .addCase(server.newMessage, (state, { payload }) => {
        const { channelId, message } = payload;
        if (channelId !== state.shown && message.author.id !== state.me) {
          state.unread[channelId] = true;
        }
      })
      .addCase(server.syncReset, (state, { payload }) => {
        if (payload.reason === 'NO_ACCESS') delete state.byId?.[payload.stream];
      })
      .addCase(server.spaceLeft, (state, { payload }) => {
        for (const { id, spaceId } of Object.values(state.byId ?? {})) {
          if (spaceId === payload.spaceId) delete state.byId?.[id];
        }
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectChannels: (state) => state.byId,
    selectShown: (state) => state.shown,
    selectUnread: (state) => state.unread,
    selectAnyUnread: (state) => Object.keys(state.unread).length > 0,
  },
});

export const channelsReducer = slice.reducer;
export const { selectChannels, selectShown, selectUnread, selectAnyUnread } = slice.selectors;

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
      .filter(({ kind }) => kind === 'text' || (kind === 'voice' && voice))
      .toSorted((a, b) => a.position - b.position || compareIds(a.id, b.id)),
);

/** Ids are numbers of up to 20 digits: longer is later. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
