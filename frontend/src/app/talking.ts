/** Voice, as far as it follows from the rest: sessions, the network, calls that nobody answers. */
import { selectInstance } from '../features/auth/authSlice';
import { selectChannels } from '../features/channels/channelsSlice';
import { selectConnection } from '../features/connection/connectionSlice';
import { selectAllowed } from '../features/desktop/desktopSlice';
import { selectSeen } from '../features/presence/presenceSlice';
import { readRooms } from '../features/voice/rooms';
import {
  choicesMade,
  ringEnded,
  roomsRead,
  selectRing,
  type Ring,
} from '../features/voice/voiceSlice';
import type { Services } from '../services';
import {
  networkChanged,
  server,
  sessionEnded,
  sessionStarted,
  worldLoaded,
} from '../services/events';
import type { Card } from '../services/desktop';
import { channelPath } from '../services/paths';
import { keptChoices } from '../services/voice/choices';
import { isLookedAt } from '../ui/look';
import { selectPeople, selectPlaceOf } from './directory';
import type { Listening } from './listeners';
import type { State } from './store';
import { words } from './words';

/** Nobody is called for longer. */
const RING_MS = 30_000;
/** Channels come into sight by many words at once: they are answered together. */
const SIGHT_MS = 250;
/** Before who is in which call is asked for again, where the server did not say. */
const AGAIN_MS = 5_000;

type Channels = ReturnType<typeof selectChannels>;

/** Small: the call itself is loaded with the first one. */
export function talking({ startListening }: Listening, services: Services): void {
  const { voice, desktop } = services;
  startListening({
    actionCreator: sessionStarted,
    effect: (_action, { dispatch }) => void dispatch(choicesMade(keptChoices())),
  });
  // For the first sight of them. What changes until the socket is live nobody tells, so that they
  // are read once more then.
  startListening({
    actionCreator: worldLoaded,
    effect: ({ payload }, { dispatch }) => {
      if (payload.voice) dispatch(roomsRead(payload.voice));
    },
  });
  startListening({ actionCreator: sessionEnded, effect: () => voice.voice?.leave() });
  startListening({
    actionCreator: networkChanged,
    effect: ({ payload }) => {
      if (payload) voice.voice?.networkChanged();
    },
  });
  startListening({
    predicate: (_action, now, before) =>
      isLive(now) && (!isLive(before) || seesMore(selectChannels(now), selectChannels(before))),
    effect: async (_action, { dispatch, getState, cancelActiveListeners, delay }) => {
      cancelActiveListeners();
      const readAfter = async (wait: number): Promise<void> => {
        await delay(wait);
        if (isLive(getState()) && !(await dispatch(readRooms()))) await readAfter(AGAIN_MS);
      };
      await readAfter(SIGHT_MS);
    },
  });
  startListening({
    actionCreator: server.voiceState,
    effect: async ({ payload: { channelId, ring } }, { dispatch, delay }) => {
      if (!ring) return;
      await delay(RING_MS);
      dispatch(ringEnded(channelId));
    },
  });
  startListening({
    predicate: (_action, now, before) => selectRing(now) !== selectRing(before),
    effect: (_action, { getState, getOriginalState }) => {
      const before = selectRing(getOriginalState());
      if (before) void desktop.close(tagOf(before));
      const ring = selectRing(getState());
      if (ring && calls(getState(), services)) void desktop.show(cardOf(ring, getState()));
    },
  });
}

/** Whether calls are told of, from now on. */
function isLive(state: State): boolean {
  const voice = selectInstance(state)?.voice.enabled === true;
  return voice && selectConnection(state).view.status === 'live';
}

/** Nobody tells who is in the call of a channel that comes into sight. */
function seesMore(now: Channels, before: Channels): boolean {
  if (now === before || now === null) return false;
  return Object.keys(now).some((id) => !(id in (before ?? {})));
}

/** Whether a call is worth a notification of the system: by this window, to who looks elsewhere. */
function calls(state: State, { tabs }: Services): boolean {
  const { status } = selectSeen(state, state.auth.me?.id ?? '');
  return selectAllowed(state) && tabs.speaks && status !== 'dnd' && !isLookedAt();
}

function cardOf(ring: Ring, state: State): Card {
  const { channelId, from } = ring;
  const title = words.calls(selectPeople(state)[from]?.displayName ?? '');
  return {
    tag: tagOf(ring),
    title,
    text: selectPlaceOf(state)(channelId),
    path: channelPath(channelId),
  };
}

function tagOf({ channelId }: Ring): string {
  return `call-${channelId}`;
}
