/**
 * What happened, as actions that more than one feature answers.
 *
 * Features never import each other. They meet here: whoever learns of something dispatches it once,
 * and each slice that cares changes its own part of the state.
 */
import { createAction, type PayloadAction } from '@reduxjs/toolkit';
import type {
  Channel,
  ChannelId,
  Event,
  History,
  Instance,
  Me,
  MemberPage,
  MessageId,
  ReadState,
  SpaceId,
  Sync,
  User,
} from '../../protocol';

/** One kind of frame from the server. */
export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;

const on = <Type extends Event['type']>(type: Type) =>
  createAction<EventOf<Type>, `server/${Type}`>(`server/${type}`);

/** The frames that slices answer. The frame itself is the payload; nothing is renamed. */
export const server = {
  newMessage: on('NEW_MESSAGE'),
  messageUpdated: on('MESSAGE_UPDATED'),
  messageDeleted: on('MESSAGE_DELETED'),
  messagePinned: on('MESSAGE_PINNED'),
  messageUnpinned: on('MESSAGE_UNPINNED'),
  reactionAdded: on('REACTION_ADDED'),
  reactionRemoved: on('REACTION_REMOVED'),
  channelCreated: on('CHANNEL_CREATED'),
  channelUpdated: on('CHANNEL_UPDATED'),
  channelDeleted: on('CHANNEL_DELETED'),
  spaceUpdated: on('SPACE_UPDATED'),
  spaceDeleted: on('SPACE_DELETED'),
  roleCreated: on('ROLE_CREATED'),
  roleUpdated: on('ROLE_UPDATED'),
  roleDeleted: on('ROLE_DELETED'),
  memberJoined: on('MEMBER_JOINED'),
  memberUpdated: on('MEMBER_UPDATED'),
  memberLeft: on('MEMBER_LEFT'),
  spaceJoined: on('SPACE_JOINED'),
  spaceLeft: on('SPACE_LEFT'),
  dmOpened: on('DM_OPENED'),
  dmClosed: on('DM_CLOSED'),
  notification: on('NOTIFICATION'),
  readState: on('READ_STATE'),
  tips: on('TIPS'),
  userStatus: on('USER_STATUS'),
  typing: on('TYPING'),
  voiceState: on('VOICE_STATE'),
  synced: on('SYNCED'),
  ack: on('ACK'),
  error: on('ERROR'),
  syncReset: on('SYNC_RESET'),
};

/** Any frame, as the action its slices wait for. */
export const serverSaid = (event: Event): PayloadAction<Event> => ({
  type: `server/${event.type}`,
  payload: event,
});

/** What the instance tells everybody has been read. */
export const instanceLoaded = createAction<Instance>('events/instanceLoaded');

/** There is a session: somebody signed in, or the browser still was. */
export const sessionStarted = createAction('events/sessionStarted');

/** There is none any more: `left` by choice, `ended` by the server. Nobody's data stays. */
export const sessionEnded = createAction<'left' | 'ended'>('events/sessionEnded');

/** Everything one person sees, read in one piece. */
export const worldLoaded = createAction<Sync>('events/worldLoaded');

/** The world is one that was kept: as it was at this moment, in milliseconds since 1970. */
export const worldRecalled = createAction<number>('events/worldRecalled');

/** Another version of the client is in force; this window runs the one before. */
export const updateReady = createAction('events/updateReady');

/** The person changed something about themself. */
export const meChanged = createAction<Me>('events/meChanged');

/** A channel is on the screen; `null` when none is. */
export const channelShown = createAction<ChannelId | null>('events/channelShown');

/** Whether the end of a channel is in sight: what comes there is seen as it comes. */
export const endShown = createAction<{ channelId: ChannelId; atEnd: boolean }>('events/endShown');

/** Somebody looks at this window now, or no longer. */
export const lookChanged = createAction<boolean>('events/lookChanged');

/** Somebody has seen everything of a channel up to `seq`. */
export const channelRead = createAction<{ channelId: ChannelId; seq: number }>(
  'events/channelRead',
);

/** Somebody wants to read a channel again, from behind `seq` on. */
export const markedUnread = createAction<{ channelId: ChannelId; seq: number }>(
  'events/markedUnread',
);

/** Everything of these channels has been read, as far as somebody cares. */
export const allRead = createAction<ChannelId[]>('events/allRead');

/** How somebody stands in these channels, as the server counts. */
export const readStatesLoaded = createAction<ReadState[]>('events/readStatesLoaded');

/** The channels of a space have been read again: others are to be seen now. */
export const channelsLoaded = createAction<{ spaceId: SpaceId; channels: Channel[] }>(
  'events/channelsLoaded',
);

/** The server has taken a change of a channel, or opened it; its event says the same, later. */
export const channelChanged = createAction<Channel>('events/channelChanged');

/** The server has removed a channel, or one has left it. */
export const channelGone = createAction<ChannelId>('events/channelGone');

/** A page of a space's members has come, with who of them is there. */
export const membersLoaded = createAction<{ spaceId: SpaceId; page: MemberPage }>(
  'events/membersLoaded',
);

/** Some of a space's members were looked for and found, with who of them is there. */
export const membersFound = createAction<{ spaceId: SpaceId; page: MemberPage }>(
  'events/membersFound',
);

/**
 * Where a page of history belongs: `latest` ends at the present and `around` has a message in its
 * middle, both in the place of what was there; `older` precedes what is there, `newer` follows it.
 */
export type HistoryEdge = 'latest' | 'older' | 'newer' | 'around';

/** A page of a channel's history has come. */
export const historyLoaded = createAction<{
  channelId: ChannelId;
  edge: HistoryEdge;
  /** The message it was read from; `latest` has none. */
  from?: MessageId;
  history: History;
}>('events/historyLoaded');

/** The newest messages of a channel as they were kept: something may have changed since. */
export const historyRecalled = createAction<{ channelId: ChannelId; history: History }>(
  'events/historyRecalled',
);

/** These people are on the screen, as the server told of them just now. */
export const peopleSeen = createAction<User[]>('events/peopleSeen');

/** Something a person should know. `requestId` is what to quote when asking for help. */
export interface Notice {
  kind: 'done' | 'problem';
  text: string;
  requestId?: string;
}

/** Shows a notice for a while. */
export const noticeRaised = createAction<Notice>('events/noticeRaised');

/** How the connection is, as far as a person cares. */
export type ConnectionView =
  | { status: 'off' }
  | { status: 'connecting' }
  | { status: 'live' }
  | { status: 'waiting'; until: number; restarting: boolean }
  | { status: 'refused'; code: number };

/** The connection is in another state. */
export const connectionChanged = createAction<ConnectionView>('events/connectionChanged');

/** The browser says whether there is a network. */
export const networkChanged = createAction<boolean>('events/networkChanged');
