/** Saying what one wants to be called by. */
import type { NotificationSetting, SetNotifications, StreamId } from '../../protocol';
import type { Verb } from '../../services';
import { notificationsSet } from './notificationsSlice';

/** Sets it for a space or a channel. */
export const setLevel =
  (place: 'spaces' | 'channels', id: StreamId, wanted: SetNotifications): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const path = `/${place}/${id}/notifications`;
    dispatch(notificationsSet(await api.put<NotificationSetting>(path, wanted)));
  };
