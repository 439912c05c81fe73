/** How far one has read each channel, and what is new there. */
import { createSelector, createSlice } from '@reduxjs/toolkit';
import type { ChannelId, Message, ReadState, RoleId, SpaceId } from '../../protocol';
import {
  allRead,
  channelRead,
  channelShown,
  endShown,
  lookChanged,
  markedUnread,
  readStatesLoaded,
  server,
  sessionEnded,
  worldLoaded,
} from '../../services/events';
import {
  call,
  count,
  moveTo,
  NOTHING,
  seen,
  standingOf,
  toldRead,
  unreadOf,
  wrote,
  type Standing,
} from './standing';

interface ReadsState {
  byChannel: Record<ChannelId, Standing>;
  /** The channel whose end is in sight. */
  atEnd: ChannelId | null;
  /** The channel that was marked unread while it is on the screen: it stays so until one leaves. */
  held: ChannelId | null;
  /** Whether somebody looks at this window. */
  looked: boolean;
  me: string;
  /** The roles one holds: what calls them calls oneself. */
  roles: Record<SpaceId, RoleId[]>;
}

const initialState: ReadsState = {
  byChannel: {},
  atEnd: null,
  held: null,
  looked: false,
  me: '',
  roles: {},
};

/** Names a mark on its way to the server. */
export const markRef = (channelId: ChannelId, seq: number): string => `read ${channelId} ${seq}`;

const slice = createSlice({
  name: 'reads',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload: { me, spaces, readStates } }) => {
        const before = state.byChannel;
        state.me = me.id;
        state.roles = Object.fromEntries(
          spaces.map(({ space, me: { roleIds } }) => [space.id, roleIds]),
        );
        state.byChannel = {};
        for (const read of readStates) take(state, read, before[read.channelId]);
      })
      .addCase(readStatesLoaded, (state, { payload }) => {
        for (const read of payload) take(state, read, state.byChannel[read.channelId]);
      })
      .addCase(server.synced, (state, { payload }) => {
        for (const read of payload.readStates ?? []) {
          take(state, read, state.byChannel[read.channelId]);
        }
      })
      .addCase(server.readState, (state, { payload }) => {
        const { channelId } = payload;
        state.byChannel[channelId] = toldRead(standingIn(state, channelId), payload);
      })
      .addCase(server.newMessage, (state, { payload: { channelId, message } }) => {
        const standing = standingIn(state, channelId);
        const { seq } = message;
        if (message.author.id === state.me) state.byChannel[channelId] = wrote(standing, seq);
        else {
          const counted = count(standing, seq);
          const after = calls(state, message) ? call(counted, seq) : counted;
          // What comes before somebody's eyes is read as it comes, and never new.
          const read = isSeen(state, channelId) && seq > standing.readSeq;
          state.byChannel[channelId] = read ? seen(after, seq) : after;
        }
      })
      .addCase(server.notification, (state, { payload: { channelId, messageSeq, kind } }) => {
        const after = count(standingIn(state, channelId), messageSeq);
        state.byChannel[channelId] = kind === 'mention' ? call(after, messageSeq) : after;
      })
      .addCase(server.tips, (state, { payload: { messages } }) => {
        for (const [channelId, seq] of Object.entries(messages)) {
          const standing = standingIn(state, channelId);
          // It may also have become less: the newest message was taken back.
          state.byChannel[channelId] = { ...standing, lastMessageSeq: seq };
        }
      })
      .addCase(channelRead, (state, { payload: { channelId, seq } }) => {
        state.byChannel[channelId] = seen(standingIn(state, channelId), seq);
      })
      .addCase(markedUnread, (state, { payload: { channelId, seq } }) => {
        const standing = standingIn(state, channelId);
        state.byChannel[channelId] = { ...standing, readSeq: seq, marking: 0, unread: 1 };
        state.held = channelId;
      })
      .addCase(server.ack, (state, { payload: { ref } }) => settle(state, ref))
      .addCase(server.error, (state, { payload: { ref } }) => settle(state, ref))
      .addCase(allRead, (state, { payload }) => {
        for (const channelId of payload) {
          const standing = standingIn(state, channelId);
          state.byChannel[channelId] = moveTo(standing, standing.lastMessageSeq);
        }
      })
      .addCase(lookChanged, (state, { payload }) => {
        state.looked = payload;
      })
      .addCase(endShown, (state, { payload: { channelId, atEnd } }) => {
        if (atEnd) state.atEnd = channelId;
        else if (state.atEnd === channelId) state.atEnd = null;
      })
      .addCase(channelShown, (state, { payload }) => {
        if (state.atEnd !== payload) state.atEnd = null;
        state.held = null;
      })
      .addCase(server.memberUpdated, (state, { payload: { spaceId, member } }) => {
        if (member.userId === state.me) state.roles[spaceId] = member.roleIds;
      })
      .addCase(server.channelDeleted, ({ byChannel }, { payload }) => {
        delete byChannel[payload.channelId];
      })
      .addCase(server.dmClosed, ({ byChannel }, { payload }) => {
        delete byChannel[payload.channelId];
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectStandings: (state) => state.byChannel,
    selectStanding: (state, id: ChannelId | null): Standing => state.byChannel[id ?? ''] ?? NOTHING,
    /** The channel whose end is in sight, unless it is to stay unread. */
    selectWatched: watched,
  },
});

function watched({ atEnd, held }: ReadsState): ChannelId | null {
  return atEnd === held ? null : atEnd;
}

function isSeen(state: ReadsState, channelId: ChannelId): boolean {
  return state.looked && watched(state) === channelId;
}

function standingIn(state: ReadsState, id: ChannelId): Standing {
  return state.byChannel[id] ?? NOTHING;
}

/** The server's count, unless a mark that was set here is still on its way there. */
function take(state: ReadsState, read: ReadState, before: Standing = NOTHING): void {
  const told = standingOf(read);
  const { marking } = before;
  state.byChannel[read.channelId] =
    marking > told.readSeq ? { ...moveTo(told, marking), marking } : told;
}

/** A mark has arrived, or never will. */
function settle(state: ReadsState, ref: string | undefined): void {
  const [verb, channelId = '', seq] = (ref ?? '').split(' ');
  const standing = state.byChannel[channelId];
  if (verb === 'read' && standing?.marking === Number(seq)) standing.marking = 0;
}

function calls({ me, roles }: ReadsState, { mentions }: Message): boolean {
  const mine = new Set(Object.values(roles).flat());
  return (
    mentions.everyone ||
    mentions.userIds.includes(me) ||
    mentions.roleIds.some((id) => mine.has(id))
  );
}

export const readsReducer = slice.reducer;
export const { selectStandings, selectStanding, selectWatched } = slice.selectors;

type AllNews = Record<ChannelId, News>;

/** What is new, channel by channel; channels with nothing new are not in it. */
export const selectNews = createSelector(
  [selectStandings],
  (standings): AllNews => {
    const news: AllNews = {};
    for (const [id, standing] of Object.entries(standings)) {
      const unread = unreadOf(standing);
      if (unread > 0) news[id] = { unread, mentions: standing.mentions };
    }
    return news;
  },
  // Most of what is said is read as it comes: then nothing that shows the news is drawn again.
  { memoizeOptions: { resultEqualityCheck: isSameNews } },
);

function isSameNews(before: AllNews, now: AllNews): boolean {
  const ids = Object.keys(now);
  return (
    ids.length === Object.keys(before).length &&
    ids.every(
      (id) => before[id]?.unread === now[id]?.unread && before[id]?.mentions === now[id]?.mentions,
    )
  );
}

/** New messages in a channel, and how many of them call the reader. */
export interface News {
  unread: number;
  mentions: number;
}
