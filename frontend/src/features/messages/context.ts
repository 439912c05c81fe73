/** What every message of a conversation needs to know, without passing it through each layer. */
import { createContext, use, type ComponentType } from 'react';
import type { ChannelId, Message, MessageId, UserId } from '../../protocol';

/** The conversation around a message. */
export interface Conversing {
  channelId: ChannelId;
  me: { id: UserId; name: string };
  /** Whether this person may remove what others wrote. */
  mayModerate: boolean;
  mayReact: boolean;
  /** The message whose text is being changed. */
  editing: MessageId | null;
  onEdit: (id: MessageId | null) => void;
  onRemove: (message: Message) => void;
  parts: Parts;
}

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
}

/** Given by `Conversation`. */
export const ConversationContext = createContext<Conversing | null>(null);

/** The conversation this component stands in. */
export function useConversation(): Conversing {
  const conversation = use(ConversationContext);
  if (!conversation) throw new Error('a message stands outside a conversation');
  return conversation;
}
