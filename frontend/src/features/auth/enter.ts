/** The ways in and out: sign in, make an account, leave. */
import type {
  ConfirmEmail,
  Instance,
  InvitePreview,
  Login,
  MailReset,
  Register,
  ResetPassword,
} from '../../protocol';
import type { Verb } from '../../services';
import { instanceLoaded, sessionEnded, sessionStarted } from '../../services/events';

/** Signs in. */
export const login =
  (body: Login): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await api.login(body);
    dispatch(sessionStarted());
  };

/** Makes an account and signs in with it. */
export const register =
  (body: Register): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await api.register(body);
    dispatch(sessionStarted());
  };

/** Asks for a link by mail to choose another password. Whether there is such an account is not told. */
export const mailReset =
  (body: MailReset): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.postPublic('/auth/reset-mail', body);

/** Chooses another password by a link, which ends every session of the account. */
export const resetPassword =
  (body: ResetPassword): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.postPublic('/auth/reset', body);

/** Proves an e-mail address by a link. */
export const confirmEmail =
  (body: ConfirmEmail): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.postPublic('/auth/confirm-email', body);

/** Signs out of this browser, or of every device. Only the server can: it must be reached. */
export const leave =
  (where: 'here' | 'everywhere'): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    await (where === 'here' ? api.logout() : api.logoutEverywhere());
    dispatch(sessionEnded('left'));
  };

/** Reads again what the instance says to everybody: others may have changed it. */
export const readInstance =
  (): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(instanceLoaded(await api.getPublic<Instance>('/instance')));
  };

/** Who invites, and where to. */
export const readInvite =
  (code: string): Verb<Promise<InvitePreview>> =>
  (_dispatch, _state, { api }) =>
    api.getPublic<InvitePreview>(`/invites/${encodeURIComponent(code)}`);

/** Joins the space of an invite with the account one has. */
export const acceptInvite =
  (code: string): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.post(`/invites/${encodeURIComponent(code)}/accept`);
