/** One's own call, as the window shows it. */
import type { ChannelId, Transport, UserId, VideoKind, VoiceDeparture } from '../../protocol';
import type { People } from './people';
import type { Phase } from './seat';

/** How well it goes, as the server measures it. */
export interface Quality {
  rttMs: number;
  /** Parts of all packets, from 0 to 1. */
  lossUp: number;
  lossDown: number;
  jitterMs: number;
}

/** Something that happened in the channel, for those who hear the page. */
export interface News {
  /** Counts: each is another one. */
  id: number;
  what: 'came' | 'went';
  name: string;
  reason: VoiceDeparture;
}

/** All of it. */
export interface Call {
  channelId: ChannelId;
  phase: Phase;
  selfId: UserId | null;
  people: People;
  /** Without a microphone. */
  listening: boolean;
  muted: boolean;
  deafened: boolean;
  /** Whether the microphone is open now: a key is held, or none has to be. */
  open: boolean;
  quality: Quality | null;
  /** By which way the sound goes; `null` = it does not yet. */
  way: Transport | null;
  /** What one shows oneself, where that may be. */
  shows: Record<VideoKind, 'off' | 'opening' | 'shown'> | null;
  /** The browser plays nothing before the page is touched. */
  blocked: boolean;
  news: News | null;
}
