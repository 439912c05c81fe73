/** What somebody has begun to write, channel by channel. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId } from '../../protocol';
import { sessionEnded } from '../../services/events';

type DraftsState = Record<ChannelId, string>;

const slice = createSlice({
  name: 'drafts',
  initialState: {} as DraftsState,
  reducers: {
    draftChanged: (
      drafts,
      { payload: { channelId, text } }: PayloadAction<{ channelId: ChannelId; text: string }>,
    ) => {
      if (text === '') delete drafts[channelId];
      else drafts[channelId] = text;
    },
    draftsRestored: (_drafts, { payload }: PayloadAction<DraftsState>) => payload,
  },
  extraReducers: (builder) => {
    builder.addCase(sessionEnded, () => ({}));
  },
  selectors: {
    selectDraft: (drafts, channelId: ChannelId) => drafts[channelId] ?? '',
    selectDrafts: (drafts) => drafts,
  },
});

export const draftsReducer = slice.reducer;
export const { draftChanged, draftsRestored } = slice.actions;
export const { selectDraft, selectDrafts } = slice.selectors;
