/** When something was last said in each direct conversation. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Channel, ChannelId, MessageId } from '../../protocol';
import { server, sessionEnded, worldLoaded } from '../../services/events';

interface DmsState {
  /** The newest message that was heard of: ids grow with time. `''` for none yet. */
  newest: Record<ChannelId, MessageId>;
}

const initialState: DmsState = { newest: {} };

const slice = createSlice({
  name: 'dms',
  initialState,
  reducers: {
    /** What this browser knew when it was last open. */
    newestRestored: ({ newest }, { payload }: PayloadAction<DmsState['newest']>) => {
      for (const id of Object.keys(newest)) newest[id] ||= payload[id] ?? '';
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload: { dms = [] } }) => {
        const before = state.newest;
        state.newest = Object.fromEntries(dms.map(({ id }) => [id, before[id] ?? '']));
      })
      .addCase(server.dmOpened, ({ newest }, { payload: { channel } }) => {
        newest[channel.id] ??= '';
      })
      .addCase(server.newMessage, (state, { payload: { channelId, message } }) => {
        if (channelId in state.newest) state.newest[channelId] = message.id;
      })
      .addCase(server.notification, (state, { payload: { channelId, messageId, kind } }) => {
        if (kind === 'dm') state.newest[channelId] = messageId;
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: { selectNewest: (state) => state.newest },
});

/** The liveliest first: what is new, then what was said last, then what was begun last. */
export function byLife(
  dms: readonly Channel[],
  newest: Record<ChannelId, MessageId>,
  news: Record<ChannelId, unknown>,
): Channel[] {
  const lived = ({ id }: Channel): bigint => BigInt(newest[id] || id);
  return dms.toSorted(
    (a, b) => Number(b.id in news) - Number(a.id in news) || (lived(a) < lived(b) ? 1 : -1),
  );
}

export const dmsReducer = slice.reducer;
export const { newestRestored } = slice.actions;
export const { selectNewest } = slice.selectors;
