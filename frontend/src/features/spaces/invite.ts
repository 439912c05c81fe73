/** Inviting people. */
import type { CreateInvite, Invite, SpaceId } from '../../protocol';
import type { Verb } from '../../services';

/** Makes an invite. */
export const invite =
  (spaceId: SpaceId, wanted: CreateInvite): Verb<Promise<Invite>> =>
  (_dispatch, _state, { api }) =>
    api.post<Invite>(`/spaces/${spaceId}/invites`, wanted);
