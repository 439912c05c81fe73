/** Making a space, and leaving one. */
import type { CreateSpace, Space, SpaceId } from '../../protocol';
import type { Verb } from '../../services';

/** Makes a space of one's own. The server tells of it in one's own stream. */
export const createSpace =
  (wanted: CreateSpace): Verb<Promise<Space>> =>
  (_dispatch, _state, { api }) =>
    api.post<Space>('/spaces', wanted);

/** Leaves a space; the way back is an invite. */
export const leaveSpace =
  (spaceId: SpaceId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/spaces/${spaceId}/members/me`);
