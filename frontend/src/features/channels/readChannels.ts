/** Reading the channels of a space again. */
import type { Channel, Items, SpaceId } from '../../protocol';
import type { Verb } from '../../services';
import { channelsLoaded } from '../../services/events';

/** Those one sees by now. */
export const readChannels =
  (spaceId: SpaceId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const { items } = await api.get<Items<Channel>>(`/spaces/${spaceId}/channels`);
    dispatch(channelsLoaded({ spaceId, channels: items }));
  };
