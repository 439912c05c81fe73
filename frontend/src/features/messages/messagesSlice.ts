/** What was said, channel by channel, and what is on its way. */
import { createAction, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Attachment, ChannelId, Message, MessageId, ReplyPreview } from '../../protocol';
import {
  channelShown,
  endShown,
  historyLoaded,
  historyRecalled,
  server,
  sessionEnded,
  worldLoaded,
  type HistoryEdge,
} from '../../services/events';
import { nonce } from '../../services/nonce';
import type { Kept } from '../../services/outbox';
import {
  emptyTimeline,
  insert,
  TIMELINES_MAX,
  WINDOW_GROWN_MAX,
  WINDOW_MAX,
  type Timeline,
} from './timeline';

/** A page of history was asked for. */
export const historyAsked = createAction<{ channelId: ChannelId; edge: HistoryEdge }>(
  'messages/historyAsked',
);

/** The page did not come. */
export const historyFailed = createAction<{ channelId: ChannelId; edge: HistoryEdge }>(
  'messages/historyFailed',
);

/** What somebody wrote and wants to be said. */
export interface Written {
  channelId: ChannelId;
  content: string;
  replyTo: ReplyPreview | null;
  /** Files that the server has already. */
  attachments: Attachment[];
}

/** A message of one's own that is not in the history yet. */
export interface Outgoing extends Written {
  nonce: string;
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
  /** The channel whose end is in sight. */
  atEnd: ChannelId | null;
  me: string | null;
}

const initialState: MessagesState = {
  byId: {},
  timelines: {},
  outgoing: {},
  atEnd: null,
  me: null,
};

const slice = createSlice({
  name: 'messages',
  initialState,
  reducers: {
    messageSent: {
      prepare: (channelId: ChannelId, content: string, more: Partial<Written> = {}) => ({
        payload: {
          replyTo: null,
          attachments: [],
          ...more,
          channelId,
          content,
          nonce: nonce(),
          at: Date.now(),
        },
      }),
      reducer: (state, { payload }: PayloadAction<Written & Pick<Outgoing, 'nonce' | 'at'>>) => {
        const rest = { status: 'sending', reason: null, messageId: null } as const;
        state.outgoing[payload.nonce] = { ...payload, ...rest };
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
      for (const { userId: _me, failed, ...kept } of payload) {
        const status = failed === null ? 'sending' : 'failed';
        state.outgoing[kept.nonce] ??= { ...kept, status, reason: failed, messageId: null };
      }
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload }) => {
        state.me = payload.me.id;
      })
      .addCase(endShown, (state, { payload: { channelId, atEnd } }) => {
        if (atEnd) state.atEnd = channelId;
        else if (state.atEnd === channelId) state.atEnd = null;
        const timeline = state.timelines[channelId];
        // Far above the present nothing has to stay that can be read again.
        if (atEnd && timeline?.newer === 'none') dropOldest(state, timeline);
      })
      .addCase(channelShown, (state, { payload }) => {
        if (payload !== null) keepLately(state, payload);
      })
      .addCase(historyAsked, ({ timelines }, { payload: { channelId, edge } }) => {
        const timeline = (timelines[channelId] ??= emptyTimeline());
        if (edge === 'older' || edge === 'newer') timeline[edge] = 'loading';
        else if (timeline.ids.length === 0) timeline.status = 'loading';
      })
      .addCase(historyFailed, ({ timelines }, { payload: { channelId, edge } }) => {
        const timeline = timelines[channelId];
        if (!timeline) return;
        if (edge === 'older' || edge === 'newer') timeline[edge] = 'failed';
        else if (edge === 'latest' || timeline.ids.length === 0) timeline.status = 'failed';
      })
      .addCase(historyRecalled, (state, { payload: { channelId, history } }) => {
        const timeline = state.timelines[channelId];
        if (timeline?.status !== 'failed') return;
        timeline.ids = [];
        for (const message of history.items) put(state, timeline, message);
        Object.assign(timeline, { status: 'recalled', older: 'failed', newer: 'none' });
      })
      .addCase(historyLoaded, load)
      .addCase(server.newMessage, (state, { payload: { channelId, message } }) => {
        settle(state, message);
        const timeline = state.timelines[channelId];
        if (timeline?.status === 'ready') arrive(state, timeline, message);
      })
      .addCase(server.messageUpdated, (state, { payload: { message } }) => {
        const known = state.byId[message.id];
        // The nonce is the author's alone, and it names the row on the screen: it stays.
        if (known) state.byId[message.id] = { ...known, ...message };
      })
      .addCase(server.messagePinned, (state, { payload }) => pin(state, payload.messageId, true))
      .addCase(server.messageUnpinned, (state, { payload }) => pin(state, payload.messageId, false))
      .addCase(server.messageDeleted, (state, { payload: { channelId, messageId } }) => {
        const timeline = state.timelines[channelId];
        if (timeline) timeline.ids = timeline.ids.filter((id) => id !== messageId);
        delete state.byId[messageId];
        for (const message of Object.values(state.byId)) {
          if (message.replyTo?.id === messageId) message.replyTo = null;
        }
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

/** The channel comes last; of those that were shown longest ago nothing stays: it is read again. */
function keepLately(state: MessagesState, shown: ChannelId): void {
  const { byId, timelines } = state;
  const timeline = timelines[shown];
  if (timeline) {
    delete timelines[shown];
    timelines[shown] = timeline;
  }
  for (const id of Object.keys(timelines).slice(0, -TIMELINES_MAX)) {
    for (const messageId of timelines[id]?.ids ?? []) delete byId[messageId];
    delete timelines[id];
  }
}

/** A page takes its place. One that no longer fits beside what is there is dropped. */
function load(
  state: MessagesState,
  { payload: { channelId, edge, from, history } }: ReturnType<typeof historyLoaded>,
): void {
  const timeline = state.timelines[channelId];
  if (!timeline) return;
  const beyond = history.hasMore ? 'more' : 'none';
  if (edge === 'latest' || edge === 'around') {
    for (const id of timeline.ids) delete state.byId[id];
    timeline.ids = [];
    timeline.status = 'ready';
    // A page around something says only that there is more on one of its sides.
    timeline.older = edge === 'latest' ? beyond : 'more';
    timeline.newer = edge === 'latest' ? 'none' : 'more';
    timeline.missed.count = 0;
    for (const message of history.items) put(state, timeline, message);
    return;
  }
  const beside = edge === 'older' ? timeline.ids[0] : timeline.ids.at(-1);
  timeline[edge] = beside === from ? beyond : 'more';
  if (beside !== from) return;
  for (const message of history.items) put(state, timeline, message);
  if (edge === 'older') dropNewest(state, timeline);
  else dropOldest(state, timeline);
  if (timeline.newer === 'none') timeline.missed.count = 0;
}

/** Something new: at the present it is shown, elsewhere it is counted. */
function arrive(state: MessagesState, timeline: Timeline, message: Message): void {
  const atEnd = state.atEnd === message.channelId;
  if (timeline.newer === 'none' && (atEnd || timeline.ids.length < WINDOW_GROWN_MAX)) {
    put(state, timeline, message);
    // Whoever is at the present stays there, however much comes at once.
    if (atEnd) dropOldest(state, timeline);
    return;
  }
  if (timeline.newer === 'none') timeline.newer = 'more';
  const { missed } = timeline;
  // A replay is counted once.
  if (message.author.id === state.me || message.seq <= missed.seq) return;
  missed.count += 1;
  missed.seq = message.seq;
}

function dropNewest({ byId }: MessagesState, timeline: Timeline): void {
  if (timeline.ids.length <= WINDOW_MAX) return;
  for (const id of timeline.ids.splice(WINDOW_MAX)) delete byId[id];
  timeline.newer = 'more';
}

function dropOldest({ byId }: MessagesState, timeline: Timeline): void {
  if (timeline.ids.length <= WINDOW_MAX) return;
  for (const id of timeline.ids.splice(0, timeline.ids.length - WINDOW_MAX)) delete byId[id];
  timeline.older = 'more';
}

function pin({ byId }: MessagesState, id: MessageId, pinned: boolean): void {
  const message = byId[id];
  if (message) message.pinned = pinned;
}

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
export const { messageSent, sendRetried, sendDiscarded, outboxRestored } = slice.actions;
export const { selectTimeline, selectMessagesById, selectOutgoing } = slice.selectors;
