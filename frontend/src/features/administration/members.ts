/** Who is in a space, and what is done to them. */
import type { Member, MemberPage, SpaceId, UpdateMember, UserId } from '../../protocol';
import type { Verb } from '../../services';

/** The biggest page there is. */
const PAGE = 100;

/** A page of members, after this one. */
export const readMembers =
  (space: SpaceId, after: UserId | null): Verb<Promise<MemberPage>> =>
  (_dispatch, _state, { api }) =>
    api.get<MemberPage>(
      `/spaces/${space}/members?limit=${PAGE}${after === null ? '' : `&after=${after}`}`,
    );

/** Renames, silences, or gives roles. */
export const updateMember =
  (space: SpaceId, user: UserId, change: UpdateMember): Verb<Promise<Member>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Member>(`/spaces/${space}/members/${user}`, change);

/** Removes somebody, who may come back with an invite. */
export const kick =
  (space: SpaceId, user: UserId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/spaces/${space}/members/${user}`);
