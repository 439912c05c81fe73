/** Saying what one is up to. */
import type { Me, Timestamp, UpdateMe } from '../../protocol';
import type { Verb } from '../../services';
import { meChanged } from '../../services/events';

/** A line for others to see until `end`, or for ever; `null` takes it away. */
export const saySomething =
  (statusText: string | null, end: Timestamp | undefined): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const until = statusText !== null && end !== undefined ? { statusExpiresAt: end } : {};
    const changes: UpdateMe = { statusText, ...until };
    dispatch(meChanged(await api.patch<Me>('/users/me', changes)));
  };
