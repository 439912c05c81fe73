/** Where somebody was: remembered here, and forgotten when they sign out. */
import { forgetRecents, recentIs } from '../features/palette/recents';
import { channelShown, sessionEnded } from '../services/events';
import type { Listening } from './listeners';

/** For the palette, which offers it first. */
export function recalling({ startListening }: Listening): void {
  startListening({
    actionCreator: channelShown,
    effect: ({ payload }) => {
      if (payload !== null) recentIs(`channel:${payload}`);
    },
  });
  startListening({
    actionCreator: sessionEnded,
    effect: ({ payload }) => {
      if (payload === 'left') forgetRecents();
    },
  });
}
