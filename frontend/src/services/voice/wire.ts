/** What crosses the socket of a voice channel (docs/protocol.md). */
import type { ChannelId, User, UserId } from '../../protocol';

/** How somebody in a voice channel is. */
export interface VoiceState {
  muted: boolean;
  deafened: boolean;
  serverMuted: boolean;
  serverDeafened: boolean;
  speaking: boolean;
  video: boolean;
  screen: boolean;
}

/** Somebody in a voice channel. */
export interface Participant {
  user: User;
  state: VoiceState;
}

export type LeaveReason = 'left' | 'timeout' | 'kicked' | 'moved' | 'replaced' | 'channel_deleted';

export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

export type VoiceEvent =
  | {
      type: 'ready';
      selfId: UserId;
      sessionId: string;
      resumeToken: string;
      participants: Participant[];
      iceServers: IceServer[];
      limits: { slots: number; bitrate: number; participants: number };
      transport: string;
    }
  | { type: 'participants_list'; participants: Participant[] }
  | { type: 'offer'; sdp: string; rev: number }
  | { type: 'candidate'; candidate: string }
  | { type: 'slot'; mid: string; userId: UserId | null }
  | { type: 'voice_state'; userId: UserId; state: VoiceState }
  | { type: 'join'; userId: UserId; user: User; state: VoiceState }
  | { type: 'leave'; userId: UserId; reason: LeaveReason; channelId?: ChannelId }
  | { type: 'speaking'; users: { userId: UserId; on: boolean }[] }
  | { type: 'quality'; rttMs: number; lossUp: number; lossDown: number; jitterMs: number }
  | { type: 'error'; code: string; detail: string }
  | { type: 'closing'; reason: string; retryAfterMs?: number };

export type ModerateAction = 'mute' | 'unmute' | 'deafen' | 'undeafen' | 'disconnect' | 'move';

export type VoiceCommand =
  | { type: 'answer'; sdp: string; rev: number }
  | { type: 'candidate'; candidate: string }
  | { type: 'voice_state'; muted: boolean; deafened: boolean }
  | { type: 'restart_ice'; reason: string }
  | { type: 'leave' }
  | { type: 'moderate'; userId: UserId; action: ModerateAction; channelId?: ChannelId };

/** On the other socket, to all who see the channel. */
export interface VoiceStateEvent {
  type: 'VOICE_STATE';
  channelId: ChannelId;
  userId: UserId;
  event: 'join' | 'update' | 'leave';
  user?: User;
  state: VoiceState;
  ring?: boolean;
}

/** Who is in a channel, in `/sync`. */
export interface Roster {
  channelId: ChannelId;
  participants: Participant[];
}
