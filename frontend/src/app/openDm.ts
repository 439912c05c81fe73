/** Going to the conversation with somebody; the first time, it begins. */
import { openDm as open } from '../features/dms/open';
import type { UserId } from '../protocol';
import type { Verb } from '../services';
import { explain } from '../services/api/problem';
import { noticeRaised } from '../services/events';
import { navigate } from './router';

/** Somebody one shares a space with. */
export const openDm =
  (userId: UserId): Verb<Promise<void>> =>
  async (dispatch) => {
    try {
      const { id } = await dispatch(open([userId]));
      navigate(`/channels/${id}`);
    } catch (error) {
      dispatch(noticeRaised({ kind: 'problem', ...explain(error) }));
    }
  };
