/** What somebody is about to answer, channel by channel. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, Message, ReplyPreview } from '../../protocol';
import { server, sessionEnded } from '../../services/events';

/** So much of the message is shown, in characters; the server keeps as much. */
const EXCERPT_CHARS_MAX = 120;

type Replies = Record<ChannelId, ReplyPreview>;

const slice = createSlice({
  name: 'replies',
  initialState: {} as Replies,
  reducers: {
    replyBegun: (replies, { payload }: PayloadAction<Message>) => {
      const { id, author, content, channelId } = payload;
      const excerpt = [...content].slice(0, EXCERPT_CHARS_MAX).join('');
      replies[channelId] = { id, author, excerpt };
    },
    replyDropped: (replies, { payload }: PayloadAction<ChannelId>) => {
      delete replies[payload];
    },
    repliesRestored: (_replies, { payload }: PayloadAction<Replies>) => payload,
  },
  extraReducers: (builder) => {
    builder
      .addCase(server.messageDeleted, (replies, { payload: { channelId, messageId } }) => {
        if (replies[channelId]?.id === messageId) delete replies[channelId];
      })
      .addCase(sessionEnded, () => ({}));
  },
  selectors: {
    selectReply: (replies, channelId: ChannelId): ReplyPreview | null => replies[channelId] ?? null,
    selectReplies: (replies) => replies,
  },
});

export const repliesReducer = slice.reducer;
export const { replyBegun, replyDropped, repliesRestored } = slice.actions;
export const { selectReply, selectReplies } = slice.selectors;
