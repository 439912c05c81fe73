/** Asking the server for messages. */
import type { SearchResults } from '../../protocol';
import type { Verb } from '../../services';
import { explain } from '../../services/api/problem';
import { isAsked, paramsOf } from './filters';
import {
  moreAsked,
  searchAsked,
  searchFailed,
  searchFound,
  selectAsked,
  selectFinding,
  selectQuery,
  type SearchView,
} from './searchSlice';

/** Finds a page. */
const PAGE = 25;

/** Looks for what the query says now. Answers to what was asked before no longer count. */
export const search = (): Verb<Promise<void>, SearchView> => async (dispatch, state) => {
  const query = selectQuery(state());
  if (!isAsked(query)) return;
  dispatch(searchAsked(selectAsked(state()) + 1));
  await dispatch(read(null));
};

/** Reads the page after the last find. */
export const searchOn = (): Verb<Promise<void>, SearchView> => async (dispatch, state) => {
  const finding = selectFinding(state());
  if (!('items' in finding) || finding.status === 'more') return;
  const last = finding.items.at(-1);
  dispatch(moreAsked());
  await dispatch(read(last?.id ?? null));
};

const read =
  (before: string | null): Verb<Promise<void>, SearchView> =>
  async (dispatch, state, { api }) => {
    const asked = selectAsked(state());
    const first = before === null;
    try {
      const params = paramsOf(selectQuery(state()), before);
      const results = await api.get<SearchResults>(`/search?${params}&limit=${PAGE}`);
      dispatch(searchFound({ asked, first, results }));
    } catch (error) {
      dispatch(searchFailed({ asked, first, text: explain(error).text }));
    }
  };
