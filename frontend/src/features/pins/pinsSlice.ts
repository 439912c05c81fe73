/** What is pinned to the channels that were asked about. */
import { createAction, createSlice } from '@reduxjs/toolkit';
import type { ChannelId, Message } from '../../protocol';
import { server, sessionEnded } from '../../services/events';

/** The pins of a channel. `stale`: there is one more than is known here. */
export interface Pins {
  status: 'reading' | 'ready' | 'stale' | 'failed';
  /** The newest pin first. */
  items: Message[];
}

/** A channel's pins were asked for. */
export const pinsAsked = createAction<ChannelId>('pins/asked');

/** They are here. */
export const pinsRead = createAction<{ channelId: ChannelId; items: Message[] }>('pins/read');

/** They could not be read. */
export const pinsFailed = createAction<ChannelId>('pins/failed');

const initialState: { byChannel: Record<ChannelId, Pins> } = { byChannel: {} };

const slice = createSlice({
  name: 'pins',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(pinsAsked, ({ byChannel }, { payload }) => {
        const pins = (byChannel[payload] ??= { status: 'reading', items: [] });
        // What is known stays in sight while the rest comes.
        if (pins.status !== 'ready' || pins.items.length === 0) pins.status = 'reading';
      })
      .addCase(pinsRead, ({ byChannel }, { payload: { channelId, items } }) => {
        byChannel[channelId] = { status: 'ready', items };
      })
      .addCase(pinsFailed, ({ byChannel }, { payload }) => {
        const pins = byChannel[payload];
        if (pins) pins.status = 'failed';
      })
      .addCase(server.messagePinned, ({ byChannel }, { payload: { channelId, messageId } }) => {
        const pins = byChannel[channelId];
        const known = pins?.items.some(({ id }) => id === messageId);
        if (pins && !known) pins.status = 'stale';
      })
      .addCase(server.messageUnpinned, (state, { payload: { channelId, messageId } }) =>
        drop(state.byChannel[channelId], messageId),
      )
      .addCase(server.messageDeleted, (state, { payload: { channelId, messageId } }) =>
        drop(state.byChannel[channelId], messageId),
      )
      .addCase(server.messageUpdated, ({ byChannel }, { payload: { channelId, message } }) => {
        const pins = byChannel[channelId];
        if (!pins) return;
        pins.items = pins.items.map((each) => (each.id === message.id ? message : each));
      })
      .addCase(server.syncReset, ({ byChannel }, { payload: { stream, reason } }) => {
        if (reason === 'NO_ACCESS') delete byChannel[stream];
        else if (byChannel[stream]) byChannel[stream].status = 'stale';
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectPins: (state, channelId: ChannelId): Pins | undefined => state.byChannel[channelId],
  },
});

function drop(pins: Pins | undefined, messageId: string): void {
  if (pins) pins.items = pins.items.filter(({ id }) => id !== messageId);
}

export const pinsReducer = slice.reducer;
export const { selectPins } = slice.selectors;
