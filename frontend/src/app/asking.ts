/** What a person is asked: one question at a time, above everything. */
import { createContext, use } from 'react';
import type { ChannelWanted } from '../features/channels/ChannelDialog';
import type { Channel, ChannelId, Member, Space, SpaceId, StreamId, User } from '../protocol';

/** The questions there are. `Dialogs.tsx` draws them. */
export type Asked =
  | { what: 'make-space' }
  | { what: 'invite'; space: Space }
  | { what: 'leave-space'; space: Space }
  | { what: 'notifications'; place: 'spaces' | 'channels'; id: StreamId; name: string }
  | { what: 'channel'; spaceId: SpaceId; wanted: ChannelWanted }
  | { what: 'delete-channel'; channel: Channel }
  | { what: 'new-dm' }
  | { what: 'add-to-group'; channel: Channel }
  | { what: 'leave-group'; channel: Channel }
  | { what: 'kick' | 'ban' | 'timeout' | 'roles'; spaceId: SpaceId; member: Member }
  /** Into another voice channel of the same space. */
  | { what: 'move-voice'; user: User; from: ChannelId }
  | { what: 'status-text' };

/** Asks something; `null` asks nothing any more. */
export type Ask = (asked: Asked | null) => void;

/** Given by `MainScreen`. */
export const AskContext = createContext<Ask | null>(null);

/** The way to ask. */
export function useAsk(): Ask {
  const ask = use(AskContext);
  if (!ask) throw new Error('asked outside the main screen');
  return ask;
}
