/** What follows from what: the effects that belong to no single feature. */
import { createListenerMiddleware } from '@reduxjs/toolkit';
import { categoryFolded, foldedRestored } from '../features/channels/channelsSlice';
import { filesRestored, selectReady } from '../features/attachments/attachmentsSlice';
import { newestRestored, selectNewest } from '../features/dms/dmsSlice';
import { draftChanged, draftsRestored } from '../features/messages/draftsSlice';
import { repliesRestored, selectReplies } from '../features/messages/repliesSlice';
import { readAgain, readLatest } from '../features/messages/history';
import {
  messageSent,
  outboxRestored,
  sendDiscarded,
  sendRetried,
  type Outgoing,
} from '../features/messages/messagesSlice';
import { reactionToggled } from '../features/reactions/reactionsSlice';
import { wear } from '../features/settings/looks';
import { looksChosen, selectLooks } from '../features/settings/settingsSlice';
import type { Act, Services } from '../services';
import {
  connectionChanged,
  noticeRaised,
  server,
  sessionEnded,
  sessionStarted,
  worldLoaded,
  type Notice,
} from '../services/events';
import type { Kept } from '../services/outbox';
import { spokenLanguage } from '../language';
import { archiving } from './archiving';
import { enter } from './boot';
import { calling } from './calling';
import { forgetting } from './forgetting';
import { places } from './places';
import { presences } from './presences';
import { pushing } from './pushing';
import { reading } from './reading';
import { recalling } from './recalling';
import { remembered } from './remembered';
import { updating } from './shell';
import { languageOf, speakIn } from './speaking';
import type { State } from './store';
import { talking } from './talking';
import { words } from './words';

/** The middleware, with every rule in it. */
export function listeners(services: Services) {
  const middleware = createListenerMiddleware<State, Act>();
  sessions(middleware, services);
  outgoing(middleware, services);
  following(middleware, services);
  places(middleware, services);
  presences(middleware, services);
  reading(middleware, services);
  calling(middleware, services);
  talking(middleware, services);
  pushing(middleware, services);
  recalling(middleware);
  archiving(middleware, services);
  updating(middleware, services);
  forgetting(middleware);
  memory(middleware);
  return middleware;
}

/** Where rules are added. */
export type Listening = ReturnType<typeof createListenerMiddleware<State, Act>>;

/** A session begins with reading the world, and ends with forgetting it. */
function sessions(
  { startListening }: Listening,
  { socket, outbox, tickets, uploads }: Services,
): void {
  startListening({
    actionCreator: sessionStarted,
    effect: (_action, { dispatch }) => {
      remembered.sessionIs(true);
      void dispatch(enter());
    },
  });
  startListening({
    actionCreator: sessionEnded,
    effect: async ({ payload }, { getOriginalState }) => {
      remembered.sessionIs(false);
      socket.stop();
      tickets.clear();
      uploads.clear();
      if (payload !== 'left') return;
      // By choice: nothing that was written here stays for the next person at this machine.
      const me = getOriginalState().auth.me;
      if (me) {
        remembered.draftsAre(me.id, {});
        remembered.repliesAre(me.id, {});
        remembered.filesAre(me.id, {});
        remembered.newestAre(me.id, {});
      }
      await outbox.clear();
    },
  });
}

/** A message is kept until the server has it, sent until it answers, and forgotten then. */
function outgoing({ startListening }: Listening, { socket, outbox }: Services): void {
  const post = ({ nonce, channelId, content, replyTo, attachments }: Outgoing): void => {
    socket.send(nonce, {
      type: 'send_message',
      channelId,
      content,
      nonce,
      ...(replyTo ? { replyToId: replyTo.id } : {}),
      ...(attachments.length > 0 ? { attachmentIds: attachments.map(({ id }) => id) } : {}),
    });
  };
  const keep = (me: string, message: Outgoing): Promise<void> => outbox.put(keptOf(me, message));

  // Kept first: a window that closes right after it was sent must know what it sent.
  const send = async (key: string, state: () => State): Promise<void> => {
    const { auth, messages } = state();
    const message = messages.outgoing[key];
    if (!auth.me || !message) return;
    await keep(auth.me.id, message);
    if (key in state().messages.outgoing) post(message);
    else await outbox.remove(key);
  };
  startListening({
    actionCreator: messageSent,
    effect: ({ payload }, { getState }) => send(payload.nonce, getState),
  });
  startListening({
    actionCreator: sendRetried,
    effect: ({ payload }, { getState }) => send(payload, getState),
  });
  startListening({
    actionCreator: outboxRestored,
    effect: (_action, { getState }) => {
      for (const message of Object.values(getState().messages.outgoing)) {
        if (message.status === 'sending') post(message);
      }
    },
  });
  startListening({
    actionCreator: sendDiscarded,
    effect: async ({ payload }) => {
      socket.discard(payload);
      await outbox.remove(payload);
    },
  });
  startListening({
    actionCreator: server.ack,
    effect: async ({ payload }) => {
      if (payload.nonce) await outbox.remove(payload.nonce);
    },
  });
  startListening({
    actionCreator: server.newMessage,
    effect: async ({ payload: { message } }, { getState }) => {
      if (!message.nonce || message.author.id !== getState().auth.me?.id) return;
      socket.discard(message.nonce);
      await outbox.remove(message.nonce);
    },
  });
  startListening({
    actionCreator: server.error,
    effect: async ({ payload }, { dispatch, getState, getOriginalState }) => {
      const { auth, messages } = getState();
      // A message says itself what became of it; a reaction just goes away, so say why.
      const reaction = getOriginalState().reactions.toggles[payload.ref ?? ''];
      if (reaction) dispatch(noticeRaised(problem(payload.detail)));
      // Also after a reload it must be there, with its reason and its ways out.
      const message = messages.outgoing[payload.ref ?? ''];
      if (auth.me && message) await keep(auth.me.id, message);
    },
  });
}

/** What a person does goes to the server; what the server does elsewhere is followed. */
function following({ startListening }: Listening, { socket }: Services): void {
  startListening({
    actionCreator: reactionToggled,
    effect: ({ payload: { ref, on, channelId, messageId, emoji } }) => {
      socket.send(ref, {
        type: on ? 'add_reaction' : 'remove_reaction',
        channelId,
        messageId,
        emoji,
      });
    },
  });
  startListening({
    actionCreator: server.syncReset,
    effect: ({ payload: { stream, reason } }, { dispatch, getState }) => {
      const { channels, messages } = getState();
      const isChannel = channels.byId?.[stream] !== undefined || stream in messages.timelines;
      if (isChannel && stream in messages.timelines) void dispatch(readAgain(stream));
      // A space or one's own stream: what it told of is read again in one piece.
      else if (!isChannel && reason !== 'NO_ACCESS') void dispatch(enter());
    },
  });
  startListening({
    actionCreator: connectionChanged,
    effect: ({ payload }, { dispatch, getState }) => {
      const { channels, messages } = getState();
      const shown = channels.shown;
      // What could not be read without a server can be read now, without anybody asking.
      const failed = shown !== null && messages.timelines[shown]?.status === 'failed';
      if (payload.status === 'live' && failed) void dispatch(readLatest(shown));
    },
  });
  startListening({
    actionCreator: server.spaceJoined,
    effect: (_action, { dispatch }) => void dispatch(enter()),
  });
}

/** What this browser remembers. */
function memory({ startListening }: Listening): void {
  startListening({
    actionCreator: looksChosen,
    effect: (_action, { dispatch, getState }) => {
      const looks = selectLooks(getState());
      remembered.looksAre(looks);
      wear(looks, document.documentElement);
      const wanted = languageOf(looks.language);
      if (wanted === spokenLanguage()) return;
      speakIn(wanted).catch(() => {
        dispatch(noticeRaised({ kind: 'problem', text: words.languageFailed }));
      });
    },
  });
  startListening({
    actionCreator: worldLoaded,
    effect: ({ payload }, { dispatch, getState }) => {
      dispatch(foldedRestored(remembered.folded()));
      dispatch(newestRestored(remembered.newest(payload.me.id)));
      const begun = Object.keys(getState().drafts).length > 0;
      if (!begun) dispatch(draftsRestored(remembered.drafts(payload.me.id)));
      const answers = Object.keys(selectReplies(getState())).length > 0;
      if (!answers) dispatch(repliesRestored(remembered.replies(payload.me.id)));
      dispatch(filesRestored(remembered.files(payload.me.id)));
    },
  });
  startListening({
    predicate: (_action, now, before) => selectNewest(now) !== selectNewest(before),
    effect: (_action, { getState }) => {
      const { auth, dms } = getState();
      if (auth.me) remembered.newestAre(auth.me.id, dms.newest);
    },
  });
  startListening({
    actionCreator: categoryFolded,
    effect: (_action, { getState }) =>
      remembered.foldedAre(Object.keys(getState().channels.folded)),
  });
  startListening({
    actionCreator: draftChanged,
    effect: (_action, { getState }) => {
      const { auth, drafts } = getState();
      if (auth.me) remembered.draftsAre(auth.me.id, drafts);
    },
  });
  startListening({
    predicate: (_action, now, before) => selectReplies(now) !== selectReplies(before),
    effect: (_action, { getState }) => {
      const { auth } = getState();
      if (auth.me) remembered.repliesAre(auth.me.id, selectReplies(getState()));
    },
  });
  startListening({
    predicate: (_action, now, before) => selectReady(now) !== selectReady(before),
    effect: (_action, { getState }) => {
      const { auth } = getState();
      if (auth.me) remembered.filesAre(auth.me.id, selectReady(getState()));
    },
  });
}

function keptOf(userId: string, message: Outgoing): Kept {
  const { nonce, channelId, content, replyTo, attachments, at, reason } = message;
  return { nonce, userId, channelId, content, replyTo, attachments, at, failed: reason };
}

function problem(text: string): Notice {
  return { kind: 'problem', text };
}
