/** Reading who is in a space. */
import type { MemberPage, SpaceId } from '../../protocol';
import type { Verb } from '../../services';
import { membersLoaded } from '../../services/events';
import { membersFailed } from './membersSlice';

const PAGE = 100;

/** A list longer than this is not read whole: nobody scrolls through it. */
const PAGES_MAX = 10;

/** Reads the members page by page; the events of the space keep the list up to date from then on. */
export const readMembers =
  (spaceId: SpaceId): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    let after = '';
    try {
      for (let pages = 0; pages < PAGES_MAX; pages += 1) {
        const path = `/spaces/${spaceId}/members?limit=${PAGE}${after && `&after=${after}`}`;
        // Each page begins where the one before ended.
        // oxlint-disable-next-line no-await-in-loop
        const page = await api.get<MemberPage>(path);
        dispatch(membersLoaded({ spaceId, page }));
        after = page.items.at(-1)?.userId ?? '';
        if (!page.hasMore || after === '') return;
      }
    } catch {
      dispatch(membersFailed(spaceId));
    }
  };
