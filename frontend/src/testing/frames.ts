/** Frames and things as the server sends them, with only what a test cares about named. */
import type { Channel, Event, Member, Message, Space, Sync, User } from '../protocol';
import type { EventOf } from '../services/events';
import type { Positioned } from '../services/websocket/resume';

const AT = '2026-11-22T10:00:00.000Z';

/** The channel most tests happen in. */
export const CHANNEL = '100';
/** The space it is in. */
export const SPACE = '10';
/** Who looks at the screen. */
export const ME = '1';

/** Somebody. */
export function userOf(id: string, displayName = `user ${id}`): User {
  return { id, username: `user${id}`, displayName, avatarUrl: null, bot: false, createdAt: AT };
}

/** A message of somebody else, named after its place in the stream. */
export function messageOf(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: String(1_000 + seq),
    channelId: CHANNEL,
    seq,
    author: userOf('2'),
    content: `message ${seq}`,
    replyTo: null,
    attachments: [],
    embeds: [],
    reactions: [],
    mentions: { userIds: [], roleIds: [], everyone: false },
    pinned: false,
    createdAt: AT,
    editedAt: null,
    ...more,
  };
}

/** The frame that brings it. */
export function newMessage(seq: number, more: Partial<Message> = {}): EventOf<'NEW_MESSAGE'> {
  const message = messageOf(seq, more);
  const { channelId } = message;
  return { type: 'NEW_MESSAGE', stream: channelId, seq, channelId, message };
}

/** An event that has a place in a stream and says nothing. */
export function noop(seq: number, stream = CHANNEL): Positioned {
  return { type: 'NOOP', stream, seq };
}

/** A page of events that say nothing. */
export function pageOf(from: number, to: number, stream = CHANNEL): EventOf<'SYNC'> {
  const events = Array.from({ length: to - from + 1 }, (_, index): Event => {
    return noop(from + index, stream);
  });
  return { type: 'SYNC', stream, from, to, events, more: false };
}

/** Somebody in the space. */
export function memberOf(user: User): Member {
  return { userId: user.id, user, nickname: null, roleIds: [], joinedAt: AT, timeoutUntil: null };
}

/** A text channel of the space. */
export function channelOf(id: string, more: Partial<Channel> = {}): Channel {
  return {
    id,
    spaceId: SPACE,
    kind: 'text',
    name: 'general',
    topic: '',
    parentId: null,
    position: 0,
    private: false,
    slowModeSeconds: 0,
    createdAt: AT,
    lastSeq: 0,
    ...more,
  };
}

/** The space. */
export function spaceOf(more: Partial<Space> = {}): Space {
  return {
    id: SPACE,
    name: 'Allotment',
    description: '',
    iconUrl: null,
    ownerId: ME,
    createdAt: AT,
    lastSeq: 0,
    ...more,
  };
}

/** One space with one text channel. */
export function worldOf(channels: Channel[] = [channelOf(CHANNEL)]): Sync {
  const me = userOf(ME, 'Ada');
  const everyone = { id: SPACE, spaceId: SPACE, name: '@everyone', color: null, position: 0 };
  return {
    me: { ...me, email: null, statusText: null, owner: true },
    spaces: [
      {
        space: spaceOf(),
        channels,
        roles: [{ ...everyone, permissions: ['VIEW_CHANNEL', 'SEND_MESSAGES'] }],
        me: memberOf(me),
      },
    ],
    readStates: [],
    notificationSettings: [],
    presences: [],
    streams: { [ME]: 0, [SPACE]: 0, ...Object.fromEntries(channels.map(({ id }) => [id, 0])) },
  };
}

/** The greeting. */
export function ready(more: Partial<EventOf<'READY'>> = {}): EventOf<'READY'> {
  return {
    type: 'READY',
    v: 1,
    sessionId: '7',
    userId: ME,
    epoch: 'one',
    heartbeatMs: 25_000,
    node: 0,
    limits: { streamsPerSocketMax: 600 } as EventOf<'READY'>['limits'],
    ...more,
  };
}
