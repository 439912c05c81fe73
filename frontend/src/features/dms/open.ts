/** Beginning, widening and leaving conversations. */
import type { Channel, ChannelId, UserId } from '../../protocol';
import type { Verb } from '../../services';
import { channelChanged, channelGone } from '../../services/events';

/** Opens the conversation with one other, or begins one with several. */
export const openDm =
  (userIds: UserId[]): Verb<Promise<Channel>> =>
  async (dispatch, _state, { api }) => {
    const channel = await api.post<Channel>('/dms', { userIds });
    dispatch(channelChanged(channel));
    return channel;
  };

/** Brings people into a group. They see all of it. */
export const addToGroup =
  (channelId: ChannelId, userIds: UserId[]): Verb<Promise<void>> =>
  async (_dispatch, _state, { api }) => {
    for (const userId of userIds) {
      // Where one is refused, those before are in.
      // oxlint-disable-next-line no-await-in-loop
      await api.put(`/channels/${channelId}/members/${userId}`);
    }
  };

/** Leaves a group. */
export const leaveGroup =
  (channelId: ChannelId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await api.remove(`/channels/${channelId}/members/me`);
    dispatch(channelGone(channelId));
  };
