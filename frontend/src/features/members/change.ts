/** What is done to members by those who may. */
import type { Member, SpaceId, UpdateMember, UserId } from '../../protocol';
import type { Verb } from '../../services';

/** Changes roles, a nickname or a time-out. */
export const updateMember =
  (spaceId: SpaceId, userId: UserId, changes: UpdateMember): Verb<Promise<Member>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Member>(`/spaces/${spaceId}/members/${userId}`, changes);

/** Takes somebody out of a space; an invite brings them back. */
export const kick =
  (spaceId: SpaceId, userId: UserId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/spaces/${spaceId}/members/${userId}`);

/** Takes somebody out for good. */
export const ban =
  (spaceId: SpaceId, userId: UserId, reason: string): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.put(`/spaces/${spaceId}/bans/${userId}`, reason === '' ? {} : { reason });
