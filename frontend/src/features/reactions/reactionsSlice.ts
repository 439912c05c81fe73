/** Who feels what about which message. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ChannelId, Message, MessageId, ReactionCount, UserId } from '../../protocol';
import { nonce } from '../../services/nonce';
import { historyLoaded, server, sessionEnded, worldLoaded } from '../../services/events';

/** A reaction given or taken back, on its way to the server. */
export interface Toggle {
  ref: string;
  channelId: ChannelId;
  messageId: MessageId;
  emoji: string;
  on: boolean;
}

interface ReactionsState {
  byMessage: Record<MessageId, ReactionCount[]>;
  /** On their way, by `ref`: undone when the server refuses. */
  toggles: Record<string, Toggle>;
  me: UserId | null;
}

const initialState: ReactionsState = { byMessage: {}, toggles: {}, me: null };

const slice = createSlice({
  name: 'reactions',
  initialState,
  reducers: {
    reactionToggled: {
      prepare: (toggle: Omit<Toggle, 'ref'>) => ({ payload: { ...toggle, ref: nonce() } }),
      reducer: (state, { payload }: PayloadAction<Toggle>) => {
        state.toggles[payload.ref] = payload;
        change(state, payload, payload.on);
      },
    },
    /** These messages are no longer there: whoever reads them again reads their reactions too. */
    reactionsForgotten: ({ byMessage }, { payload }: PayloadAction<MessageId[]>) => {
      for (const id of payload) delete byMessage[id];
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload }) => {
        state.me = payload.me.id;
      })
      .addCase(historyLoaded, (state, { payload }) => {
        for (const message of payload.history.items) put(state, message);
      })
      .addCase(server.newMessage, (state, { payload }) => put(state, payload.message))
      .addCase(server.messageUpdated, (state, { payload }) => put(state, payload.message))
      .addCase(server.messageDeleted, (state, { payload }) => {
        delete state.byMessage[payload.messageId];
      })
      .addCase(server.reactionAdded, (state, { payload: { payload } }) => {
        set(state, payload, payload.userId === state.me ? true : null);
      })
      .addCase(server.reactionRemoved, (state, { payload: { payload } }) => {
        set(state, payload, payload.userId === state.me ? false : null);
      })
      .addCase(server.ack, (state, { payload }) => {
        delete state.toggles[payload.ref ?? ''];
      })
      .addCase(server.error, (state, { payload }) => {
        const toggle = state.toggles[payload.ref ?? ''];
        if (!toggle) return;
        delete state.toggles[toggle.ref];
        change(state, toggle, !toggle.on);
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectReacted: (state) => state.byMessage,
    selectReactions: (state, messageId: MessageId) => state.byMessage[messageId],
  },
});

type Place = Pick<Toggle, 'messageId' | 'emoji'>;

/** The socket's messages leave `me` out, since all readers share them: what was known stays. */
function put(state: ReactionsState, message: Message): void {
  const before = state.byMessage[message.id];
  if (message.reactions.length === 0) {
    delete state.byMessage[message.id];
    return;
  }
  state.byMessage[message.id] = message.reactions.map(({ emoji, count, me }) => ({
    emoji,
    count,
    me: me ?? before?.find((each) => each.emoji === emoji)?.me ?? false,
  }));
}

/** The server's count is set, never added to: then a replay is harmless. */
function set(state: ReactionsState, at: Place & { count: number }, me: boolean | null): void {
  const reactions = (state.byMessage[at.messageId] ??= []);
  const found = reactions.find(({ emoji }) => emoji === at.emoji);
  if (found) {
    found.count = at.count;
    if (me !== null) found.me = me;
  } else if (at.count > 0) {
    reactions.push({ emoji: at.emoji, count: at.count, me: me ?? false });
  }
  drop(state, at.messageId);
}

/** One's own, before the server has said so. */
function change(state: ReactionsState, at: Place, on: boolean): void {
  const found = state.byMessage[at.messageId]?.find(({ emoji }) => emoji === at.emoji);
  if ((found?.me ?? false) === on) return;
  const count = (found?.count ?? 0) + (on ? 1 : -1);
  set(state, { ...at, count }, on);
}

function drop(state: ReactionsState, messageId: MessageId): void {
  const left = state.byMessage[messageId]?.filter(({ count }) => count > 0) ?? [];
  if (left.length === 0) delete state.byMessage[messageId];
  else state.byMessage[messageId] = left;
}

export const reactionsReducer = slice.reducer;
export const { reactionToggled, reactionsForgotten } = slice.actions;
export const { selectReactions, selectReacted } = slice.selectors;
