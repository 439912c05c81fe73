/** Changing a space as a whole. */
import type { Space, SpaceId, UpdateSpace } from '../../protocol';
import type { Verb } from '../../services';

/** Changes what it is called and what is said about it. */
export const updateSpace =
  (id: SpaceId, change: UpdateSpace): Verb<Promise<Space>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Space>(`/spaces/${id}`, change);

/** Gives it a picture. */
export const putIcon =
  (id: SpaceId, picture: Blob): Verb<Promise<Space>> =>
  (_dispatch, _state, { api }) =>
    api.putPicture<Space>(`/spaces/${id}/icon`, picture);

/** Takes its picture away. */
export const removeIcon =
  (id: SpaceId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/spaces/${id}/icon`);

/** Deletes it with all that is in it. */
export const deleteSpace =
  (id: SpaceId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/spaces/${id}`);
