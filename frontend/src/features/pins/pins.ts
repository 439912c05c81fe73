/** Reading what is pinned, and taking a pin away. */
import type { ChannelId, Items, Message } from '../../protocol';
import type { Verb } from '../../services';
import { failureRaised } from '../../services/failure';
import { pinsAsked, pinsFailed, pinsRead } from './pinsSlice';

/** Reads all of a channel's pins; there are never many. */
export const readPins =
  (channelId: ChannelId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(pinsAsked(channelId));
    try {
      const { items } = await api.get<Items<Message>>(`/channels/${channelId}/pins`);
      dispatch(pinsRead({ channelId, items }));
    } catch {
      dispatch(pinsFailed(channelId));
    }
  };

/** Takes a message off the board. The event that follows takes it off the list. */
export const unpin =
  (message: Message): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    try {
      await api.remove(`/messages/${message.id}/pin`);
    } catch (error) {
      dispatch(failureRaised(error));
    }
  };
