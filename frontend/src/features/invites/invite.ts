/** Links that let people in. */
import type { CreateInvite, Invite, Items, SpaceId } from '../../protocol';
import type { Verb } from '../../services';

/** Makes an invite. */
export const invite =
  (spaceId: SpaceId, wanted: CreateInvite): Verb<Promise<Invite>> =>
  (_dispatch, _state, { api }) =>
    api.post<Invite>(`/spaces/${spaceId}/invites`, wanted);

/** Those that can still be used: one's own, or everybody's for who manages the space. */
export const readInvites =
  (spaceId: SpaceId): Verb<Promise<Invite[]>> =>
  async (_dispatch, _state, { api }) =>
    (await api.get<Items<Invite>>(`/spaces/${spaceId}/invites`)).items;

/** Ends an invite; may be repeated. */
export const revoke =
  (code: string): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/invites/${encodeURIComponent(code)}`);
