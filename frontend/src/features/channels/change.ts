/** Making, changing, ordering and removing channels. */
import type { Channel, ChannelId, CreateChannel, SpaceId, UpdateChannel } from '../../protocol';
import type { Verb } from '../../services';
import { channelChanged, channelGone } from '../../services/events';
import type { Move } from './order';

/** Makes a channel or a category. */
export const createChannel =
  (spaceId: SpaceId, wanted: CreateChannel): Verb<Promise<Channel>> =>
  async (dispatch, _state, { api }) => {
    const channel = await api.post<Channel>(`/spaces/${spaceId}/channels`, wanted);
    dispatch(channelChanged(channel));
    return channel;
  };

/** Changes one. */
export const updateChannel =
  (id: ChannelId, changes: UpdateChannel): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(channelChanged(await api.patch<Channel>(`/channels/${id}`, changes)));
  };

/** Removes one with all that it holds. */
export const deleteChannel =
  (id: ChannelId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await api.remove(`/channels/${id}`);
    dispatch(channelGone(id));
  };

/** Puts channels in other places, one after the other: where it fails, the rest stays. */
export const moveChannels =
  (moves: Move[]): Verb<Promise<void>> =>
  async (dispatch) => {
    for (const { id, position, parentId } of moves) {
      // Each stands where the ones before it made room.
      // oxlint-disable-next-line no-await-in-loop
      await dispatch(updateChannel(id, { position, parentId }));
    }
  };
