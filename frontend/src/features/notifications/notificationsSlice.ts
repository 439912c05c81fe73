/** What one wants to be called by, in each space and channel. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type {
  ChannelId,
  NotificationLevel,
  NotificationSetting,
  SpaceId,
  StreamId,
} from '../../protocol';
import { sessionEnded, worldLoaded } from '../../services/events';

interface NotificationsState {
  /** By space or channel; where nothing was said, nothing is here. */
  byId: Record<StreamId, NotificationSetting>;
}

const initialState: NotificationsState = { byId: {} };

const slice = createSlice({
  name: 'notifications',
  initialState,
  reducers: {
    notificationsSet: ({ byId }, { payload }: PayloadAction<NotificationSetting>) => {
      byId[payload.id] = payload;
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload }) => {
        state.byId = Object.fromEntries(
          payload.notificationSettings.map((each) => [each.id, each]),
        );
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectNotificationSettings: (state) => state.byId,
  },
});

/** What holds in a channel: its own word, or its space's, or that everything calls. */
export function levelIn(
  settings: Record<StreamId, NotificationSetting>,
  { id, spaceId }: { id: ChannelId; spaceId: SpaceId | null },
): NotificationLevel {
  return (settings[id] ?? settings[spaceId ?? ''])?.level ?? 'all';
}

/** Whether a place calls nobody at this moment, by its own word. */
export function isMuted(setting: NotificationSetting | undefined, now: number): boolean {
  if (!setting) return false;
  const { level, mutedUntil } = setting;
  return level === 'nothing' || (mutedUntil !== null && Date.parse(mutedUntil) > now);
}

export const notificationsReducer = slice.reducer;
export const { notificationsSet } = slice.actions;
export const { selectNotificationSettings } = slice.selectors;
