/** What somebody changes about their own account. */
import type { ChangePassword, Items, Me, Session, SessionId, UpdateMe } from '../../protocol';
import type { Verb } from '../../services';
import { meChanged } from '../../services/events';

/** Changes what others see. */
export const updateMe =
  (change: UpdateMe): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(meChanged(await api.patch<Me>('/users/me', change)));
  };

/** Changes the password; every other device is signed out. */
export const changePassword =
  (change: ChangePassword): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.post('/auth/password', change);

/** The devices that are signed in. */
export const readDevices =
  (): Verb<Promise<Session[]>> =>
  async (_dispatch, _state, { api }) =>
    (await api.get<Items<Session>>('/auth/sessions')).items;

/** Signs a device out. */
export const signOutDevice =
  (id: SessionId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/auth/sessions/${id}`);
