/** Going to the conversation with somebody; the first time, it begins. */
import { openDm as open } from '../features/dms/open';
import type { UserId } from '../protocol';
import type { Verb } from '../services';
import { failureRaised } from '../services/failure';
import { channelPath } from '../services/paths';
import { navigate } from './router';

/** Somebody one shares a space with. */
export const openDm =
  (userId: UserId): Verb<Promise<void>> =>
  async (dispatch) => {
    try {
      const { id } = await dispatch(open([userId]));
      navigate(channelPath(id));
    } catch (error) {
      dispatch(failureRaised(error));
    }
  };
