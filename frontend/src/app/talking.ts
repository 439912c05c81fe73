/** Voice, as far as it follows from the rest: sessions, the network, calls that nobody answers. */
import { selectAllowed } from '../features/desktop/desktopSlice';
import { selectSeen } from '../features/presence/presenceSlice';
import { choicesMade, ringEnded, selectRing, type Ring } from '../features/voice/voiceSlice';
import type { Services } from '../services';
import {
  connectionChanged,
  networkChanged,
  server,
  sessionEnded,
  sessionStarted,
  voiceRoomsRead,
} from '../services/events';
import type { VoiceRooms } from '../protocol';
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

/** Small: the call itself is loaded with the first one. */
export function talking({ startListening }: Listening, services: Services): void {
  const { voice, desktop } = services;
  startListening({
    actionCreator: sessionStarted,
    effect: (_action, { dispatch }) => void dispatch(choicesMade(keptChoices())),
  });
  // Who came and went before the socket was there.
  startListening({
    actionCreator: connectionChanged,
    effect: async ({ payload }, { dispatch }) => {
      if (payload.status !== 'live') return;
      try {
        dispatch(voiceRoomsRead(await services.api.get<VoiceRooms>('/voice')));
      } catch {
        // It is read again with the next socket.
      }
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
