/** What every message of a conversation needs to know, without passing it through each layer. */
import { createContext, use, type ComponentType } from 'react';
import type { ChannelId, Message, MessageId, RoleId, User, UserId } from '../../protocol';
import type { Nameable } from './mentions';

/** The conversation around a message. */
export interface Conversing {
  channelId: ChannelId;
  me: Self;
  may: May;
  nameable: Nameable;
  /** Somebody types a name that begins so; who is found is nameable then. */
  onNaming: (beginning: string) => void;
  /** What a picture may be described with, in characters. */
  altCharsMax: number;
  /** The message whose text is being changed. */
  editing: MessageId | null;
  onEdit: (id: MessageId | null) => void;
  onReply: (message: Message) => void;
  /** `sure`: without asking. */
  onRemove: (message: Message, sure: boolean) => void;
  /** Shows a message of this channel, wherever it is. */
  onJump: (id: MessageId) => void;
  /** Shows somebody close up, beside this. */
  onPerson: (user: User, anchor: HTMLElement) => void;
  /** From this message on it is unread again. */
  onUnread: (message: Message) => void;
  parts: Parts;
}

/** Who reads. */
export interface Self {
  id: UserId;
  name: string;
  /** What they are called by. */
  roleIds: RoleId[];
}

/** What they may do here. The server decides; this is for showing what there is to do. */
export interface May {
  /** Writing, or why not. */
  write: Writing;
  react: boolean;
  attach: boolean;
  /** Calling everybody. */
  callAll: boolean;
  /** Removing what others wrote. */
  moderate: boolean;
  pin: boolean;
}

/** Whether somebody may write, and what is in the way. */
export type Writing =
  | { status: 'open'; slowSeconds: number }
  | { status: 'forbidden' }
  /** Milliseconds since 1970. */
  | { status: 'timed out'; until: number };

/** Components of other features that stand in a message; `app` puts them in. */
export interface Parts {
  Reactions: ComponentType<{ channelId: ChannelId; messageId: MessageId; allowed: boolean }>;
  ReactButton: ComponentType<{
    channelId: ChannelId;
    messageId: MessageId;
    onOpen: (open: boolean) => void;
    /** As a line of a menu. */
    line: boolean;
  }>;
  Attachments: ComponentType<{
    message: Pick<Message, 'channelId' | 'attachments'>;
    /** For who may describe them anew: in how many characters. */
    altCharsMax: number | null;
  }>;
  /** What the links in it lead to. */
  Embeds: ComponentType<{
    message: Pick<Message, 'id' | 'channelId' | 'embeds'>;
    removable: boolean;
  }>;
  /** The files that will go with what is being written. */
  Tray: ComponentType<{ channelId: ChannelId; altCharsMax: number }>;
}

/** Given by `Conversation`. */
export const ConversationContext = createContext<Conversing | null>(null);

/** The conversation this component stands in. */
export function useConversation(): Conversing {
  const conversation = use(ConversationContext);
  if (!conversation) throw new Error('a message stands outside a conversation');
  return conversation;
}

/** Whether a message calls this person. */
export function calls({ mentions, author }: Message, me: Self): boolean {
  if (author.id === me.id) return false;
  return (
    mentions.everyone ||
    mentions.userIds.includes(me.id) ||
    mentions.roleIds.some((id) => me.roleIds.includes(id))
  );
}
