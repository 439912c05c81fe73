/** Voice, as far as it follows from the rest: sessions, the network, calls that nobody answers. */
import { choicesMade, ringEnded } from '../features/voice/voiceSlice';
import type { Services } from '../services';
import { networkChanged, server, sessionEnded, sessionStarted } from '../services/events';
import { keptChoices } from '../services/voice/choices';
import type { Listening } from './listeners';

/** Nobody is called for longer. */
const RING_MS = 30_000;

/** Small: the call itself is loaded with the first one. */
export function talking({ startListening }: Listening, { voice }: Services): void {
  startListening({
    actionCreator: sessionStarted,
    effect: (_action, { dispatch }) => void dispatch(choicesMade(keptChoices())),
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
}
