/** Whether something that calls somebody is shown on their desktop. */
import type { MessageId, Status } from '../../protocol';

/** Ids begin here (docs/protocol.md, section 0). */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** An id's lower bits: which node, and a counter. */
const ID_BITS = 22n;

/**
 * What was written longer ago is not called out any more: after a night away it would be a wall of
 * cards. The inbox has it.
 */
export const LATE_MS = 10 * 60_000;

/** When a message was written, in milliseconds since 1970. */
export function writtenAt(id: MessageId): number {
  return Number(BigInt(id) >> ID_BITS) + EPOCH_MS;
}

/** Everything that decides. */
export interface Circumstances {
  /** The person wants to be called, and the browser lets us. */
  allowed: boolean;
  /** Of all windows this is the one that speaks. */
  speaks: boolean;
  /** How the person is seen. */
  status: Status | undefined;
  /** How far they have read the channel. */
  readSeq: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** The answer, and what keeps it from being yes. */
export type Decision =
  | 'show'
  | 'not allowed'
  | 'another window'
  | 'do not disturb'
  | 'read'
  | 'late';

/** What the server tells only to those who did not turn it off: levels and mutes are its business. */
export function decide(
  call: { messageId: MessageId; messageSeq: number },
  { allowed, speaks, status, readSeq, now }: Circumstances,
): Decision {
  if (!allowed) return 'not allowed';
  if (!speaks) return 'another window';
  if (status === 'dnd') return 'do not disturb';
  if (call.messageSeq <= readSeq) return 'read';
  return now - writtenAt(call.messageId) > LATE_MS ? 'late' : 'show';
}
