/** Something suggests that connecting may work now. */
import type { Verb } from '../services';

/** Connects now, or finds out whether the connection still is one. */
export const wake =
  (): Verb<void> =>
  (_dispatch, _state, { socket }) =>
    socket.wake();
