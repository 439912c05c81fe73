/** Marks of what was read, on their way to the server. */
import type { Act, Services } from '../services';
import { channelRead, markedUnread, server } from '../services/events';
import { nonce } from '../services/nonce';
import { readStanding } from '../features/reads/mark';
import { markRef, selectNews, selectStanding } from '../features/reads/readsSlice';
import type { ChannelId } from '../protocol';
import type { Listening } from './listeners';
import type { State } from './store';

/** While somebody watches a busy channel, the mark follows this often. */
const MARK_EVERY_MS = 1_000;

/** Several messages that are taken back together are asked about once. */
const RECOUNT_AFTER_MS = 500;

/** What was read here is read everywhere. */
export function reading({ startListening }: Listening, { socket }: Services): void {
  const marking = spaced(MARK_EVERY_MS);
  // Who leaves the page in between has read it all the same.
  addEventListener('pagehide', marking.now);
  const recounting = new Map<ChannelId, ReturnType<typeof setTimeout>>();
  const mark = (channelId: ChannelId, state: () => State): void =>
    marking.soon(channelId, () => {
      const { marking: seq } = selectStanding(state(), channelId);
      if (seq > 0) socket.send(markRef(channelId, seq), { type: 'mark_read', channelId, seq });
    });
  startListening({
    actionCreator: channelRead,
    effect: ({ payload: { channelId } }, { getState }) => mark(channelId, getState),
  });
  startListening({
    actionCreator: server.newMessage,
    effect: ({ payload: { channelId, message } }, { getState }) => {
      // It came before somebody's eyes, and is read already.
      if (selectStanding(getState(), channelId).marking === message.seq) mark(channelId, getState);
    },
  });
  startListening({
    actionCreator: markedUnread,
    effect: ({ payload: { channelId, seq } }) =>
      socket.send(nonce(), { type: 'mark_read', channelId, seq, unread: true }),
  });
  startListening({
    actionCreator: server.messageDeleted,
    effect: ({ payload: { channelId } }, { dispatch, getState }) => {
      if (!selectNews(getState())[channelId] || recounting.has(channelId)) return;
      const recount = (): void => {
        recounting.delete(channelId);
        recountIn(channelId, dispatch, getState);
      };
      recounting.set(channelId, setTimeout(recount, RECOUNT_AFTER_MS));
    },
  });
}

function recountIn(channelId: ChannelId, dispatch: Act, state: () => State): void {
  if (state().auth.session !== 'there') return;
  // Without an answer it stays as it is: the next sync counts anew.
  dispatch(readStanding(channelId)).catch(() => undefined);
}

/** Something done for a key at once, and after that at most once in so long; the last one counts. */
interface Spaced {
  soon: (key: string, what: () => void) => void;
  /** Does at once what waits. */
  now: () => void;
}

function spaced(everyMs: number): Spaced {
  const waiting = new Map<string, (() => void) | null>();
  const rest = (key: string): void => {
    waiting.set(key, null);
    setTimeout(() => {
      const what = waiting.get(key);
      waiting.delete(key);
      if (!what) return;
      what();
      rest(key);
    }, everyMs);
  };
  return {
    soon: (key, what) => {
      if (waiting.has(key)) waiting.set(key, what);
      else {
        what();
        rest(key);
      }
    },
    now: () => {
      for (const [key, what] of waiting) {
        waiting.set(key, null);
        what?.();
      }
    },
  };
}
