/** What somebody has begun to write, channel by channel. */
import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
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
    selectBegun: createSelector([(drafts: DraftsState) => drafts], begunIn, {
      // A letter more in a text that was begun before changes nothing for whoever lists them.
      memoizeOptions: { resultEqualityCheck: isSame },
    }),
  },
});

type Begun = Record<ChannelId, true>;

/** Channels in which something was begun that says something. */
function begunIn(drafts: DraftsState): Begun {
  const begun = Object.entries(drafts).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(begun.map(([id]) => [id, true]));
}

function isSame(before: Begun, now: Begun): boolean {
  const ids = Object.keys(now);
  return ids.length === Object.keys(before).length && ids.every((id) => id in before);
}

export const draftsReducer = slice.reducer;
export const { draftChanged, draftsRestored } = slice.actions;
export const { selectDraft, selectBegun } = slice.selectors;
