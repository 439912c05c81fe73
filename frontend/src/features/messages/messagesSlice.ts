/** What was said, channel by channel, and what is on its way. */
import { createAction, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, Message, MessageId } from '../../protocol';
import { historyLoaded, server, sessionEnded } from '../../services/events';
import { nonce } from '../../services/nonce';
import type { Kept } from '../../services/outbox';
import { insert, type Timeline } from './timeline';

/** A page of history was asked for. */
export const historyAsked = createAction<{ channelId: ChannelId; edge: 'latest' | 'older' }>(
  'messages/historyAsked',
);

/** The page did not come. */
export const historyFailed = createAction<{ channelId: ChannelId; edge: 'latest' | 'older' }>(
  'messages/historyFailed',
);

/** A message of one's own that is not in the history yet. */
export interface Outgoing {
  nonce: string;
  channelId: ChannelId;
  content: string;
  /** When it was written, in milliseconds since 1970. */
  at: number;
  status: 'sending' | 'sent' | 'failed';
  /** Why the server refused it. */
  reason: string | null;
  /** Known once it is sent. */
  messageId: MessageId | null;
}

interface MessagesState {
  byId: Record<MessageId, Message>;
  timelines: Record<ChannelId, Timeline>;
  /** By nonce, in the order they were written. */
  outgoing: Record<string, Outgoing>;
}

const initialState: MessagesState = { byId: {}, timelines: {}, outgoing: {} };

/** So much history stays when somebody is back at the present. */
export const KEPT_MAX = 200;

const slice = createSlice({
  name: 'messages',
  initialState,
  reducers: {
    messageSent: {
      prepare: (channelId: ChannelId, content: string) => ({
        payload: { nonce: nonce(), channelId, content, at: Date.now() },
      }),
      reducer: (
        state,
        { payload }: PayloadAction<Pick<Outgoing, 'nonce' | 'channelId' | 'content' | 'at'>>,
      ) => {
        state.outgoing[payload.nonce] = {
          ...payload,
          status: 'sending',
          reason: null,
          messageId: null,
        };
      },
    },
    /** Once more, under the same nonce: if the first did arrive after all, there is still only one. */
    sendRetried: (state, { payload }: PayloadAction<string>) => {
      const outgoing = state.outgoing[payload];
      if (outgoing) Object.assign(outgoing, { status: 'sending', reason: null });
    },
    sendDiscarded: (state, { payload }: PayloadAction<string>) => {
      delete state.outgoing[payload];
    },
    outboxRestored: (state, { payload }: PayloadAction<Kept[]>) => {
      for (const { nonce: key, channelId, content, at, failed } of payload) {
        const status = failed === null ? 'sending' : 'failed';
        const rest = { status, reason: failed, messageId: null } as const;
        state.outgoing[key] ??= { nonce: key, channelId, content, at, ...rest };
      }
    },
    /** Somebody is at the present again: what lies far above can be read again when it is wanted. */
    timelineTrimmed: ({ byId, timelines }, { payload }: PayloadAction<ChannelId>) => {
      const timeline = timelines[payload];
      if (!timeline || timeline.ids.length <= KEPT_MAX) return;
      for (const id of timeline.ids.splice(0, timeline.ids.length - KEPT_MAX)) delete byId[id];
      timeline.older = 'more';
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(historyAsked, ({ timelines }, { payload: { channelId, edge } }) => {
        const timeline = (timelines[channelId] ??= { status: 'loading', ids: [], older: 'none' });
        if (edge === 'older') timeline.older = 'loading';
        else if (timeline.status !== 'stale') timeline.status = 'loading';
      })
      .addCase(historyFailed, ({ timelines }, { payload: { channelId, edge } }) => {
        const timeline = timelines[channelId];
        if (!timeline) return;
        if (edge === 'older') timeline.older = 'failed';
        else timeline.status = 'failed';
      })
      .addCase(historyLoaded, (state, { payload: { channelId, edge, history } }) => {
        const timeline = state.timelines[channelId];
        if (!timeline) return;
        if (edge === 'latest') {
          for (const id of timeline.ids) delete state.byId[id];
          timeline.ids = [];
          timeline.status = 'ready';
        }
        for (const message of history.items) put(state, timeline, message);
        timeline.older = history.hasMore ? 'more' : 'none';
      })
      .addCase(server.newMessage, (state, { payload: { channelId, message } }) => {
        settle(state, message);
        const timeline = state.timelines[channelId];
        if (timeline?.status === 'ready') put(state, timeline, message);
      })
      .addCase(server.messageUpdated, (state, { payload: { message } }) => {
        const known = state.byId[message.id];
        // The nonce is the author's alone, and it names the row on the screen: it stays.
        if (known) state.byId[message.id] = { ...known, ...message };
      })
      .addCase(server.messageDeleted, (state, { payload: { channelId, messageId } }) => {
        const timeline = state.timelines[channelId];
        if (timeline) timeline.ids = timeline.ids.filter((id) => id !== messageId);
        delete state.byId[messageId];
        for (const outgoing of Object.values(state.outgoing)) {
          if (outgoing.messageId === messageId) delete state.outgoing[outgoing.nonce];
        }
      })
      .addCase(server.memberUpdated, ({ byId }, { payload: { member } }) => {
        for (const message of Object.values(byId)) {
          if (message.author.id === member.userId) message.author = member.user;
        }
      })
      .addCase(server.ack, (state, { payload }) => {
        const outgoing = state.outgoing[payload.ref ?? ''];
        if (!outgoing) return;
        const messageId = payload.messageId ?? null;
        if (messageId && state.byId[messageId]) delete state.outgoing[outgoing.nonce];
        else Object.assign(outgoing, { status: 'sent', messageId });
      })
      .addCase(server.error, (state, { payload }) => {
        const outgoing = state.outgoing[payload.ref ?? ''];
        if (outgoing) Object.assign(outgoing, { status: 'failed', reason: payload.detail });
      })
      .addCase(server.syncReset, (state, { payload: { stream, reason } }) => {
        const timeline = state.timelines[stream];
        if (!timeline) return;
        if (reason === 'NO_ACCESS') delete state.timelines[stream];
        else timeline.status = 'stale';
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectTimeline: (state, channelId: ChannelId) => state.timelines[channelId],
    selectMessagesById: (state) => state.byId,
    selectOutgoing: (state) => state.outgoing,
  },
});

/** The history has it: it is no longer on its way. */
function settle(state: MessagesState, message: Message): void {
  if (message.nonce) delete state.outgoing[message.nonce];
  for (const { nonce: key, messageId } of Object.values(state.outgoing)) {
    if (messageId === message.id) delete state.outgoing[key];
  }
}

function put(state: MessagesState, timeline: Timeline, message: Message): void {
  settle(state, message);
  state.byId[message.id] = message;
  timeline.ids = insert(timeline.ids, message, (id) => state.byId[id]?.seq ?? 0);
}

export const messagesReducer = slice.reducer;
export const { messageSent, sendRetried, sendDiscarded, outboxRestored, timelineTrimmed } =
  slice.actions;
export const { selectTimeline, selectMessagesById, selectOutgoing } = slice.selectors;
