/** Going to the conversation with somebody; the first time, it begins. */
import type { Channel, UserId } from '../protocol';
import type { Verb } from '../services';
import { explain } from '../services/api/problem';
import { noticeRaised } from '../services/events';
import { navigate } from './router';
import { channelChanged } from '../features/channels/channelsSlice';

/** Somebody one shares a space with. */
export const openDm =
  (userId: UserId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    try {
      const channel = await api.post<Channel>('/dms', { userIds: [userId] });
      dispatch(channelChanged(channel));
      navigate(`/channels/${channel.id}`);
    } catch (error) {
      dispatch(noticeRaised({ kind: 'problem', ...explain(error) }));
    }
  };
