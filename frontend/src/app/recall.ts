/** Opening without a server: what was read before is shown meanwhile. */
import type { Verb } from '../services';
import { instanceLoaded, sessionStarted, worldLoaded, worldRecalled } from '../services/events';
import { remembered } from './remembered';
import type { State } from './store';

/** Shows the world that was kept, where there is one, and goes on asking for today's. */
export const recall =
  (): Verb<Promise<boolean>, State> =>
  async (dispatch, state, { archive }) => {
    const kept = remembered.session() ? await archive.world() : null;
    if (!kept || state().auth.session === 'there') return false;
    dispatch(instanceLoaded(kept.instance));
    dispatch(worldLoaded(kept.world));
    dispatch(worldRecalled(kept.at));
    dispatch(sessionStarted());
    return true;
  };
