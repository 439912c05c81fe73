/** Making, changing and deleting roles. What became of it comes back in the stream of the space. */
import type { CreateRole, Role, RoleId, SpaceId, UpdateRole } from '../../protocol';
import type { Verb } from '../../services';

/** Makes a role that nobody holds yet, right above @everyone. */
export const createRole =
  (space: SpaceId, role: CreateRole): Verb<Promise<Role>> =>
  (_dispatch, _state, { api }) =>
    api.post<Role>(`/spaces/${space}/roles`, role);

/** Changes a role. */
export const updateRole =
  (id: RoleId, change: UpdateRole): Verb<Promise<Role>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Role>(`/roles/${id}`, change);

/** Deletes a role; who held it holds it no longer. */
export const deleteRole =
  (id: RoleId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/roles/${id}`);
