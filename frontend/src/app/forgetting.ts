/** What stands at messages goes with them: a window that is open for weeks must not grow. */
import { selectMessagesById } from '../features/messages/messagesSlice';
import { reactionsForgotten, selectReacted } from '../features/reactions/reactionsSlice';
import type { Listening } from './listeners';

/** Looked for no more often than this. */
const EVERY_MS = 10_000;

/** Forgets the reactions of messages that are no longer in any list, or never were. */
export function forgetting({ startListening }: Listening): void {
  startListening({
    predicate: (_action, now, before) => selectReacted(now) !== selectReacted(before),
    effect: async (_action, { dispatch, getState, unsubscribe, subscribe, delay }) => {
      unsubscribe();
      await delay(EVERY_MS);
      const messages = selectMessagesById(getState());
      const gone = Object.keys(selectReacted(getState())).filter((id) => !(id in messages));
      if (gone.length > 0) dispatch(reactionsForgotten(gone));
      subscribe();
    },
  });
}
