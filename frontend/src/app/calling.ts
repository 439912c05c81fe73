/** Calling somebody who does not look: notifications of the system, once in this browser. */
import { keepChoices, keptChoices } from '../features/desktop/choices';
import { decide } from '../features/desktop/decide';
import {
  choicesMade,
  permissionKnown,
  selectAllowed,
  selectChoices,
} from '../features/desktop/desktopSlice';
import { selectSeen } from '../features/presence/presenceSlice';
import { selectStanding } from '../features/reads/readsSlice';
import type { Message } from '../protocol';
import type { Services } from '../services';
import { chime } from '../services/desktop/chime';
import {
  channelRead,
  server,
  sessionEnded,
  sessionStarted,
  type EventOf,
} from '../services/events';
import { messagePath } from '../services/paths';
import { plainOf } from '../ui/markdown/names';
import { selectNames, selectPlaceOf } from './directory';
import type { Listening } from './listeners';
import type { State } from './store';
import { words } from './words';
import { common } from '../language/common';

type Call = EventOf<'NOTIFICATION'>;

/** What calls is shown, and what was read is taken away again. */
export function calling({ startListening }: Listening, services: Services): void {
  const { desktop, tabs } = services;
  startListening({
    actionCreator: sessionStarted,
    effect: (_action, { dispatch }) => {
      dispatch(choicesMade(keptChoices()));
      dispatch(permissionKnown(desktop.permitted));
      tabs.join();
    },
  });
  startListening({ actionCreator: sessionEnded, effect: () => tabs.leave() });
  startListening({
    actionCreator: choicesMade,
    effect: (_action, { getState }) => keepChoices(selectChoices(getState())),
  });
  startListening({
    actionCreator: server.notification,
    effect: ({ payload }, { getState }) => call(payload, getState, services),
  });
  startListening({
    actionCreator: server.readState,
    effect: ({ payload: { channelId, unread } }) => {
      if (unread === 0) void desktop.close(tagOf(channelId));
    },
  });
  startListening({
    actionCreator: channelRead,
    effect: ({ payload: { channelId } }) => void desktop.close(tagOf(channelId)),
  });
}

async function call(event: Call, state: () => State, services: Services): Promise<void> {
  const { channelId } = event;
  const decided = (): boolean =>
    decide(event, {
      allowed: selectAllowed(state()),
      speaks: services.tabs.speaks,
      status: selectSeen(state(), state().auth.me?.id ?? '').status,
      readSeq: selectStanding(state(), channelId).readSeq,
      now: Date.now(),
    }) === 'show';
  if (!decided() || (await services.tabs.isLookedAt(channelId))) return;
  const author = await authorOf(event, state(), services);
  // Meanwhile it may have been read, on another device even.
  if (author === null || !decided()) return;
  await services.desktop.show({ tag: tagOf(channelId), ...wordsOf(event, author, state()) });
  if (selectChoices(state()).sound) chime();
}

/** `null` when the message is gone already. */
async function authorOf(
  { messageId }: Call,
  { messages }: State,
  { api }: Services,
): Promise<string | null> {
  const known = messages.byId[messageId];
  try {
    const message = known ?? (await api.get<Message>(`/messages/${messageId}`));
    return message.author.displayName;
  } catch {
    return null;
  }
}

function wordsOf({ kind, channelId, messageId, excerpt }: Call, author: string, state: State) {
  const place = selectPlaceOf(state)(channelId);
  const text = plainOf(excerpt, selectNames(state)) || common.aFile;
  const title = kind === 'dm' ? author : words.whereOf(author, place);
  return { title, text, path: messagePath({ channelId, id: messageId }) };
}

/** A channel shows one card: its newest. */
function tagOf(channelId: string): string {
  return `channel-${channelId}`;
}
