/** Who is in a space, and what they are there. */
import type { Member, MemberPage, SpaceId, UpdateMember, UserId } from '../../protocol';
import type { Verb } from '../../services';

/** The biggest page there is. */
const PAGE = 100;

/** A page of members, after this one: of all, or of those whose name begins so. */
export const readMembers =
  (space: SpaceId, beginning: string, after: UserId | null): Verb<Promise<MemberPage>> =>
  (_dispatch, _state, { api }) => {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (beginning !== '') query.set('q', beginning);
    if (after !== null) query.set('after', after);
    return api.get<MemberPage>(`/spaces/${space}/members?${query}`);
  };

/** Renames somebody, or gives them roles. */
export const updateMember =
  (space: SpaceId, user: UserId, change: UpdateMember): Verb<Promise<Member>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Member>(`/spaces/${space}/members/${user}`, change);
