/** How one stands in a channel. Pure: the slice keeps one for each. */
import type { ReadState } from '../../protocol';

/** What is read and what is not. */
export interface Standing {
  /** Up to here it has been read. */
  readSeq: number;
  /** The newest message that stands; above `readSeq` the channel is unread. */
  lastMessageSeq: number;
  /** Messages of others behind `readSeq`, as far as they were heard of. */
  unread: number;
  /** How many of them call the reader. */
  mentions: number;
  /** Up to here messages are counted in `unread`. */
  counted: number;
  /** Calls behind `told` that are counted in `mentions`: each may be heard of twice. */
  calls: number[];
  /** What the server counted ended here. */
  told: number;
  /** The newest mark that was set here: an older word of the server comes too late. */
  marking: number;
}

/** A channel nobody wrote in. */
export const NOTHING: Standing = {
  readSeq: 0,
  lastMessageSeq: 0,
  unread: 0,
  mentions: 0,
  counted: 0,
  calls: [],
  told: 0,
  marking: 0,
};

/** What the server counted. */
export function standingOf({ readSeq, lastSeq, lastMessageSeq, unread, mentions }: ReadState) {
  const counts = { readSeq, lastMessageSeq, unread, mentions };
  return { ...NOTHING, ...counts, counted: lastSeq, told: lastSeq } satisfies Standing;
}

/** Another device, or this one, moved the mark. */
export function toldRead(
  standing: Standing,
  { readSeq, unread, mentions }: Pick<Standing, 'readSeq' | 'unread' | 'mentions'>,
): Standing {
  if (readSeq < standing.marking) return standing;
  // What was heard of meanwhile may not be in the server's count yet; it is not forgotten for that.
  const calls = standing.calls.filter((seq) => seq > readSeq);
  const counted = Math.max(standing.counted, standing.lastMessageSeq);
  const counts = { readSeq, unread, mentions: Math.max(mentions, calls.length), counted };
  return { ...standing, ...counts, told: Math.max(standing.told, readSeq), calls };
}

/** A message of somebody else. */
export function count(standing: Standing, seq: number): Standing {
  const last = { lastMessageSeq: Math.max(standing.lastMessageSeq, seq) };
  if (seq <= Math.max(standing.counted, standing.readSeq)) return { ...standing, ...last };
  return { ...standing, ...last, counted: seq, unread: standing.unread + 1 };
}

/** A message that calls the reader. */
export function call(standing: Standing, seq: number): Standing {
  const { readSeq, told, calls, mentions } = standing;
  if (seq <= Math.max(readSeq, told) || calls.includes(seq)) return standing;
  return { ...standing, calls: [...calls, seq], mentions: mentions + 1 };
}

/** Everything up to `seq` is read. */
export function moveTo(standing: Standing, seq: number): Standing {
  if (seq < standing.readSeq) return standing;
  const calls = standing.calls.filter((each) => each > seq);
  if (seq < standing.lastMessageSeq) return { ...standing, readSeq: seq, calls };
  return { ...standing, readSeq: seq, unread: 0, mentions: 0, calls };
}

/** The same where it is this window that says so: a mark is on its way. */
export function seen(standing: Standing, seq: number): Standing {
  return { ...moveTo(standing, seq), marking: Math.max(standing.marking, seq) };
}

/** The same for a message of one's own: whoever writes has read what stands above. */
export function wrote(standing: Standing, seq: number): Standing {
  return moveTo({ ...standing, lastMessageSeq: Math.max(standing.lastMessageSeq, seq) }, seq);
}

/** How many new messages to speak of: at least one where there is any. */
export function unreadOf({ lastMessageSeq, readSeq, unread }: Standing): number {
  return lastMessageSeq > readSeq ? Math.max(1, unread) : 0;
}
