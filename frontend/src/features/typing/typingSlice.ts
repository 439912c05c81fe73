/** Who is writing, channel by channel. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, UserId } from '../../protocol';
import { server, sessionEnded } from '../../services/events';

/** What the server said holds so long, unless it says so again. */
export const TYPING_MS = 8_000;

interface TypingState {
  /** By channel, in the order they began. */
  byChannel: Record<ChannelId, { userId: UserId; times: number }[]>;
}

const initialState: TypingState = { byChannel: {} };
const NOBODY: TypingState['byChannel'][string] = [];

/** Which word of whom runs out. */
interface Ended {
  channelId: ChannelId;
  userId: UserId;
  /** The how-manieth word it was: a newer one holds longer. */
  times: number;
}

const slice = createSlice({
  name: 'typing',
  initialState,
  reducers: {
    typingEnded: (state, { payload: { channelId, userId, times } }: PayloadAction<Ended>) => {
      drop(state, channelId, (each) => each.userId === userId && each.times === times);
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(server.typing, ({ byChannel }, { payload: { channelId, userId } }) => {
        const those = (byChannel[channelId] ??= []);
        const known = those.find((each) => each.userId === userId);
        if (known) known.times += 1;
        else those.push({ userId, times: 1 });
      })
      .addCase(server.newMessage, (state, { payload: { channelId, message } }) => {
        drop(state, channelId, ({ userId }) => userId === message.author.id);
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: { selectTyping: (state, id: ChannelId) => state.byChannel[id] ?? NOBODY },
});

function drop(
  { byChannel }: TypingState,
  channelId: ChannelId,
  which: (each: { userId: UserId; times: number }) => boolean,
): void {
  const those = byChannel[channelId]?.filter((each) => !which(each));
  if (!those) return;
  if (those.length > 0) byChannel[channelId] = those;
  else delete byChannel[channelId];
}

export const typingReducer = slice.reducer;
export const { typingEnded } = slice.actions;
export const { selectTyping } = slice.selectors;
