/** Reading what called this person. */
import type { Notification, Page } from '../../protocol';
import type { Verb } from '../../services';
import { inboxAsked, inboxFailed, inboxRead, selectInbox, type InboxView } from './inboxSlice';

/** Lines a page; about two screens. */
const PAGE = 30;

/** Reads the newest ones. */
export const readInbox = (): Verb<Promise<void>> => read(true, '');

/** Reads the page before the last line; does nothing while one is on its way. */
export const readOlderInbox = (): Verb<Promise<void>, InboxView> => async (dispatch, state) => {
  const { items, older } = selectInbox(state());
  const last = items.at(-1);
  if (!last || older === 'none' || older === 'reading') return;
  await dispatch(read(false, `&before=${last.seq}`));
};

const read =
  (newest: boolean, cursor: string): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    dispatch(inboxAsked({ newest }));
    try {
      const path = `/notifications?limit=${PAGE}${cursor}`;
      dispatch(inboxRead({ newest, page: await api.get<Page<Notification>>(path) }));
    } catch {
      dispatch(inboxFailed({ newest }));
    }
  };
