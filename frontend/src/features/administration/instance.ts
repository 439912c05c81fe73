/** Running the instance: its settings and its accounts. */
import type {
  AdminUser,
  Instance,
  Page,
  ResetLink,
  Settings,
  Stored,
  UpdateSettings,
  UpdateUser,
  UserId,
} from '../../protocol';
import type { Verb } from '../../services';
import { instanceLoaded } from '../../services/events';

/** What can be changed while the server runs. */
export const readSettings =
  (): Verb<Promise<Settings>> =>
  (_dispatch, _state, { api }) =>
    api.get<Settings>('/admin/settings');

/** Changes it, for everybody at once. */
export const updateSettings =
  (change: UpdateSettings): Verb<Promise<Settings>> =>
  async (dispatch, _state, { api }) => {
    const settings = await api.patch<Settings>('/admin/settings', change);
    dispatch(instanceLoaded(await api.getPublic<Instance>('/instance')));
    return settings;
  };

/** A page of accounts, after this one; `query` stands in one of their names or their address. */
export const readUsers =
  (query: string, after: UserId | null): Verb<Promise<Page<AdminUser>>> =>
  (_dispatch, _state, { api }) => {
    const asked = new URLSearchParams();
    if (query !== '') asked.set('q', query);
    if (after !== null) asked.set('after', after);
    return api.get<Page<AdminUser>>(`/admin/users?${asked.toString()}`);
  };

/** Lets somebody in or not, and names who helps. */
export const updateUser =
  (id: UserId, change: UpdateUser): Verb<Promise<AdminUser>> =>
  (_dispatch, _state, { api }) =>
    api.patch<AdminUser>(`/admin/users/${id}`, change);

/** Signs somebody out everywhere. */
export const signOutUser =
  (id: UserId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.post(`/admin/users/${id}/logout-all`);

/** Makes a link that lets them take another password. */
export const makeResetLink =
  (id: UserId): Verb<Promise<ResetLink>> =>
  (_dispatch, _state, { api }) =>
    api.post<ResetLink>(`/admin/users/${id}/reset-link`);

/** How much it keeps, and where. */
export const readStored =
  (): Verb<Promise<Stored>> =>
  (_dispatch, _state, { api }) =>
    api.get<Stored>('/admin/storage');

/** Whether the server can do its work just now. */
export const readReadiness =
  (): Verb<Promise<boolean>> =>
  (_dispatch, _state, { api }) =>
    api.isReady();
