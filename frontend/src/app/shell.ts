/** The client's own installation, and whether there is a newer one. */
import type { Services, Verb } from '../services';
import { connectionChanged } from '../services/events';
import type { Listening } from './listeners';

/** Installs what opens the client without a server. */
export const install =
  (): Verb<Promise<void>> =>
  (_dispatch, _state, { shell }) =>
    shell.install();

/** A server that comes back may have been updated. */
export function updating({ startListening }: Listening, { shell }: Services): void {
  startListening({
    actionCreator: connectionChanged,
    effect: ({ payload }) => {
      if (payload.status === 'live') void shell.check();
    },
  });
}
