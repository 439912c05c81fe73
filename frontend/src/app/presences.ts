/** Who writes and who is there, as time goes by. */
import {
  idleChanged,
  selectTold,
  selectUntold,
  statusChosen,
} from '../features/presence/presenceSlice';
import { selectTyping, typingEnded, TYPING_MS } from '../features/typing/typingSlice';
import type { Services } from '../services';
import { connectionChanged, server, worldLoaded } from '../services/events';
import type { Listening } from './listeners';

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
  // What was chosen while there was no socket.
  startListening({
    actionCreator: connectionChanged,
    effect: ({ payload }, { getState }) => {
      if (payload.status === 'live' && selectUntold(getState())) tell(selectTold(getState()));
    },
  });
  startListening({
    actionCreator: statusChosen,
    effect: (_action, { getState }) => tell(selectTold(getState())),
  });
  // A new socket is taken for somebody who is at it.
  startListening({
    actionCreator: server.userStatus,
    effect: ({ payload: { userId, status } }, { getState }) => {
      const told = selectTold(getState());
      const isMe = userId === getState().presence.me;
      if (isMe && status === 'online' && told === 'idle') tell(told);
    },
  });
  startListening({
    actionCreator: worldLoaded,
    effect: (_action, { dispatch }) => {
      dispatch(idleChanged(false));
    },
  });
}
