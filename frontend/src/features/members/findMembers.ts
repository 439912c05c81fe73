/** Looking for people in a space by how their name begins. */
import type { MemberPage, SpaceId } from '../../protocol';
import type { Verb } from '../../services';
import { membersFound } from '../../services/events';

/** As many as anybody looks through; another letter narrows it down. */
const FOUND_MAX = 20;

/** What cannot be looked for now is not found; what was read is there anyway. */
export const findMembers =
  (spaceId: SpaceId, beginning: string): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const query = new URLSearchParams({ q: beginning, limit: String(FOUND_MAX) });
    try {
      const page = await api.get<MemberPage>(`/spaces/${spaceId}/members?${query}`);
      dispatch(membersFound({ spaceId, page }));
    } catch {
      // The next letter asks again.
    }
  };
