/** Being told while no window is open follows the session. It is loaded by who wants it only. */
import { onSpoken } from '../language';
import type { Services } from '../services';
import { sessionEnded, worldLoaded } from '../services/events';
import type { Listening } from './listeners';

/** Tells the server again who is here, and nobody when they go. */
export function pushing({ startListening }: Listening, { push }: Services): void {
  let known: string | null = null;
  /** What cards say is told to the worker anew. */
  let tellAgain: (() => void) | null = null;
  onSpoken(() => tellAgain?.());
  startListening({
    actionCreator: worldLoaded,
    effect: async ({ payload: { me } }, { dispatch, getState }) => {
      const offered = getState().auth.instance?.features.includes('push') === true;
      if (known === me.id || !offered || !push.isThere) return;
      known = me.id;
      const { comeBack } = await import('../features/push/push');
      // It is tried again when they come the next time.
      const tell = (): Promise<void> => dispatch(comeBack(me.id)).catch(() => undefined);
      tellAgain = () => void tell();
      await tell();
    },
  });
  startListening({
    actionCreator: sessionEnded,
    effect: async ({ payload }, { dispatch }) => {
      known = null;
      tellAgain = null;
      if (!push.isThere) return;
      const { go } = await import('../features/push/push');
      await dispatch(go(payload)).catch(() => undefined);
    },
  });
}
