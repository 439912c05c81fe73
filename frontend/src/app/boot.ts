/** From an empty window to a person's world: the instance, the session, everything they see. */
import { strangerCame, unreachable } from '../features/auth/authSlice';
import { readInstance } from '../features/auth/enter';
import { outboxRestored } from '../features/messages/messagesSlice';
import type { Sync } from '../protocol';
import type { Verb } from '../services';
import { Refusal } from '../services/api/problem';
import { sessionStarted, worldLoaded } from '../services/events';
import { remembered } from './remembered';

/** Between two attempts to reach a server that does not answer. */
const AGAIN_MS = 2_000;

/** Reads the instance and goes on with the session of this browser, if it has one. */
export const boot =
  (): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    try {
      await dispatch(readInstance());
      // Asking for a session that is not there is an error in every visitor's console.
      if (!remembered.session()) {
        dispatch(strangerCame());
        return;
      }
      const renewal = await api.renew();
      if (renewal === 'renewed') dispatch(sessionStarted());
      if (renewal !== 'failed') return;
    } catch {
      // Said below: the screen offers to try again, and does so by itself.
    }
    dispatch(unreachable());
    setTimeout(() => void dispatch(boot()), AGAIN_MS);
  };

/** Reads everything the person sees, and connects. Tried until it works or the session is over. */
export const enter =
  (): Verb<Promise<void>> =>
  async (dispatch, _state, { api, socket, outbox }) => {
    try {
      const world = await api.get<Sync>('/sync');
      const kept = await outbox.of(world.me.id);
      dispatch(worldLoaded(world));
      dispatch(outboxRestored(kept));
      socket.follow(followable(world));
      socket.start();
    } catch (error) {
      const over = error instanceof Refusal && error.problem.status === 401;
      if (!over) setTimeout(() => void dispatch(enter()), AGAIN_MS);
    }
  };

/** One's own stream first, then spaces, then channels: a server may limit how many it follows. */
function followable({ me, spaces, streams }: Sync): Record<string, number> {
  const ids = [
    me.id,
    ...spaces.map(({ space }) => space.id),
    ...spaces.flatMap(({ channels }) => channels.map(({ id }) => id)),
  ];
  return Object.fromEntries(ids.map((id) => [id, streams[id] ?? 0]));
}
