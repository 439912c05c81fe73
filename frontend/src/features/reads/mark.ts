/** Saying that something was read. */
import type { ChannelId, Items, ReadState, SpaceId } from '../../protocol';
import type { Verb } from '../../services';
import { allRead, readStatesLoaded } from '../../services/events';

/** Everything in a space is read; `channelIds` are its channels. */
export const readSpace =
  (spaceId: SpaceId, channelIds: ChannelId[]): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(allRead(channelIds));
    const { items } = await api.post<Items<ReadState>>(`/spaces/${spaceId}/read`);
    dispatch(readStatesLoaded(items));
  };

/** How one stands in a channel by now: what was counted may have been taken back. */
export const readStanding =
  (channelId: ChannelId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    // A mark before the first message changes nothing, and is answered with what holds.
    const read = await api.put<ReadState>(`/channels/${channelId}/read`, { seq: 0 });
    dispatch(readStatesLoaded([read]));
  };
