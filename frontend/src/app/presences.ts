/** Who writes and who is there, as time goes by. */
import { idleChanged, selectTold, statusChosen } from '../features/presence/presenceSlice';
import { selectTyping, typingEnded, TYPING_MS } from '../features/typing/typingSlice';
import type { Services } from '../services';
import { connectionChanged, server, worldLoaded } from '../services/events';
import type { Listening } from './listeners';
import { remembered } from './remembered';

/** What others are told of oneself, and what they tell of themselves runs out. */
export function presences({ startListening }: Listening, { socket }: Services): void {
  startListening({
    actionCreator: server.typing,
    effect: ({ payload: { channelId, userId } }, { dispatch, getState }) => {
      const writing = selectTyping(getState(), channelId);
      const times = writing.find((each) => each.userId === userId)?.times ?? 0;
      setTimeout(() => dispatch(typingEnded({ channelId, userId, times })), TYPING_MS);
    },
  });
  const tell = (status: ReturnType<typeof selectTold>): void =>
    socket.say({ type: 'status_update', status });
  startListening({
    actionCreator: idleChanged,
    effect: (_action, { getState, getOriginalState }) => {
      const told = selectTold(getState());
      if (told !== selectTold(getOriginalState())) tell(told);
    },
  });
  // A new socket is taken for somebody who is there.
  startListening({
    actionCreator: connectionChanged,
    effect: ({ payload }, { getState }) => {
      const told = selectTold(getState());
      if (payload.status === 'live' && told !== 'online') tell(told);
    },
  });
  startListening({
    actionCreator: statusChosen,
    effect: ({ payload }, { getState }) => {
      remembered.statusIs(payload);
      tell(selectTold(getState()));
    },
  });
  startListening({
    actionCreator: worldLoaded,
    effect: (_action, { dispatch, getState }) => {
      const chosen = remembered.status();
      if (chosen !== getState().presence.chosen) dispatch(statusChosen(chosen));
      dispatch(idleChanged(false));
    },
  });
}
