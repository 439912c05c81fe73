/** Looking for people in a space by how their name begins. */
import type { MemberPage, SpaceId, UserId } from '../../protocol';
import type { Verb } from '../../services';
import { membersFound } from '../../services/events';

/** As many as anybody looks through; another letter narrows it down. */
const FOUND_MAX = 20;

/** As many are asked for at once: the server answers no more. */
const NAMED_MAX = 100;

/** Reads these people of a space, those of them who are members. */
export const readThese =
  (spaceId: SpaceId, ids: readonly UserId[]): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const batches = Array.from({ length: Math.ceil(ids.length / NAMED_MAX) }, (_, index) =>
      ids.slice(index * NAMED_MAX, (index + 1) * NAMED_MAX),
    );
    await Promise.all(
      batches.map(async (some) => {
        const path = `/spaces/${spaceId}/members?ids=${some.join(',')}`;
        dispatch(membersFound({ spaceId, page: await api.get<MemberPage>(path) }));
      }),
    );
  };

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
