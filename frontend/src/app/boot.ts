/** From an empty window to a person's world: the instance, the session, everything they see. */
import { strangerCame, unreachable } from '../features/auth/authSlice';
import { readInstance } from '../features/auth/enter';
import { outboxRestored } from '../features/messages/messagesSlice';
import type { Sync } from '../protocol';
import type { Services, Verb } from '../services';
import { backoff } from '../services/backoff';
import { serverSaid, sessionStarted, worldLoaded } from '../services/events';
import { recall } from './recall';
import { remembered } from './remembered';
import type { State } from './store';

/** On a line that neither answers nor fails, one sees after this time what was read before. */
const RECALL_AFTER_MS = 3_000;

/** Reads the instance and goes on with the session of this browser, if it has one. */
export const boot =
  (): Verb<Promise<void>, State> =>
  async (dispatch, state, { api }) => {
    const slow = setTimeout(() => void dispatch(recall()), RECALL_AFTER_MS);
    try {
      await dispatch(readInstance());
      // Asking for a session that is not there is an error in every visitor's console.
      if (!remembered.session()) {
        dispatch(strangerCame());
        return;
      }
      const renewal = await api.renew();
      if (renewal === 'renewed' && state().auth.session !== 'there') dispatch(sessionStarted());
      if (renewal !== 'failed') return;
    } catch {
      // Said below: the screen offers to try again, and does so by itself.
    } finally {
      clearTimeout(slow);
    }
    if (!(await dispatch(recall()))) dispatch(unreachable());
  };

/** Counts attempts to enter: one that begins takes over from the one before. */
let attempts = 0;

/**
 * Reads everything the person sees, and connects; also once more, when the server says that this is
 * simpler than telling what has changed. Tried until it works or the session is over, and ever more
 * rarely: when a server comes back, everybody is waiting for it.
 */
export const enter =
  (failures = 0): Verb<Promise<void>, State> =>
  async (dispatch, state, services) => {
    attempts += 1;
    const attempt = attempts;
    const wanted = (): boolean => attempt === attempts && state().auth.session === 'there';
    try {
      const { world, kept, since } = await readWorld(services, state());
      if (!wanted()) return;
      dispatch(worldLoaded(world));
      dispatch(outboxRestored(kept));
      for (const event of since) dispatch(serverSaid(event));
      services.socket.follow(followable(world));
      services.socket.start();
    } catch {
      setTimeout(
        () => {
          if (wanted()) void dispatch(enter(failures + 1));
        },
        backoff(failures, Math.random),
      );
    }
  };

/**
 * The world, and what the streams have brought beyond it by now: it is read beside the socket, so
 * an event that came while it was on its way may be missing in it, and is applied again.
 */
async function readWorld({ api, socket, outbox }: Services, { auth, spaces }: State) {
  const ids = [...(auth.me ? [auth.me.id] : []), ...spaces.order];
  const recordings = ids.map((id) => ({ id, recording: socket.record(id) }));
  try {
    const world = await api.get<Sync>('/sync');
    const kept = await outbox.of(world.me.id);
    const since = recordings.flatMap(({ id, recording }) => {
      const events = recording.after(world.streams[id] ?? 0);
      if (events === null) throw new Error('more events than can be kept');
      return events;
    });
    return { world, kept, since };
  } finally {
    for (const { recording } of recordings) recording.after(0);
  }
}

/** So many conversations are followed to the word; of the others one hears that something is new. */
const DMS_FOLLOWED_MAX = 100;

/**
 * One's own stream first, then spaces, then conversations. Channels are followed once they are on
 * the screen; until then the server only tells where they stand.
 */
function followable({ me, spaces, dms = [], streams }: Sync): Record<string, number> {
  const newest = dms.slice(-DMS_FOLLOWED_MAX);
  const ids = [me.id, ...spaces.map(({ space }) => space.id), ...newest.map(({ id }) => id)];
  return Object.fromEntries(ids.map((id) => [id, streams[id] ?? 0]));
}
