/** What somebody changes about their own account. */
import type {
  ChangePassword,
  DeleteAccount,
  Items,
  Me,
  Session,
  SessionId,
  Space,
  UpdateMe,
} from '../../protocol';
import type { Verb } from '../../services';
import { meChanged, sessionEnded } from '../../services/events';

/** Changes what others see, or where mail goes. */
export const updateMe =
  (change: UpdateMe): Verb<Promise<Me>> =>
  async (dispatch, _state, { api }) => {
    const me = await api.patch<Me>('/users/me', change);
    dispatch(meChanged(me));
    return me;
  };

/** Takes another picture. */
export const putAvatar =
  (picture: Blob): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(meChanged(await api.putPicture<Me>('/users/me/avatar', picture)));
  };

/** Goes back to initials. */
export const removeAvatar =
  (): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await api.remove('/users/me/avatar');
    dispatch(meChanged(await api.get<Me>('/users/me')));
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

/** The spaces that are this person's: they have to be somebody else's, or nobody's, before an account ends. */
export const readOwnedSpaces =
  (me: Me['id']): Verb<Promise<Space[]>> =>
  async (_dispatch, _state, { api }) =>
    (await api.get<Items<Space>>('/spaces')).items.filter(({ ownerId }) => ownerId === me);

/** Deletes the account, with or without what was written, and leaves. */
export const deleteAccount =
  (how: DeleteAccount): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await api.post('/auth/delete-account', how);
    dispatch(sessionEnded('left'));
  };
