/**
 * The rule by which nothing is missed and nothing is seen twice (docs/protocol.md section 5).
 *
 * A stream has a cursor: the `seq` of the last event that was applied. At or under it: drop. The
 * next one: apply. Further ahead: hold back and ask again from the cursor. No clock, no socket.
 */
import type { Event } from '../../protocol';

/** An event with a place in a stream. */
export type Positioned = Extract<Event, { stream: string; seq: number }> &
  Exclude<Event, { type: 'SYNC_RESET' }>;

/** So many events wait for an earlier one. At one more they are dropped: the answer brings them. */
export const HELD_MAX = 256;

/** A question without an answer is asked again after this. */
export const ASK_AGAIN_MS = 2_000;

/** A tip may be ahead for this long before it means that something was lost. */
export const TIP_AHEAD_MAX_MS = 2_000;

/** One stream, as far as it was followed. */
export interface Stream {
  cursor: number;
  /** Events that came too early, by `seq`. */
  held: ReadonlyMap<number, Positioned>;
  /** When the server was last asked to continue from the cursor; `null` = nothing is missing. */
  askedAt: number | null;
  /** The position that a `PONG` named, and since when it is ahead of the cursor. */
  tip: { seq: number; since: number } | null;
}

/** What an event does: what to apply, in order, and whether to ask again from the cursor. */
export interface Outcome {
  stream: Stream;
  apply: Positioned[];
  ask: boolean;
}

const NOTHING_HELD: ReadonlyMap<number, Positioned> = new Map();

/** A stream that is known up to `cursor`. */
export function startAt(cursor: number): Stream {
  return { cursor, held: NOTHING_HELD, askedAt: null, tip: null };
}

/** One event. */
export function receive(stream: Stream, event: Positioned, now: number): Outcome {
  if (event.seq <= stream.cursor) return { stream, apply: [], ask: false };
  if (event.seq === stream.cursor + 1) return advance(stream, [event], event.seq);
  return holdBack(stream, [event], now);
}

/** A page of events that the server sends because it was asked, or because it had to drop some. */
export function receivePage(
  stream: Stream,
  page: { from: number; to: number; events: readonly Event[] },
  now: number,
): Outcome {
  const events = page.events.filter(isPositioned);
  if (page.from > stream.cursor + 1) return holdBack(stream, events, now);
  const fresh = events.filter(({ seq }) => seq > stream.cursor);
  return advance(stream, fresh, Math.max(stream.cursor, page.to));
}

/** Where the stream stands on the server, from a `PONG`. */
export function compare(stream: Stream, seq: number, now: number): Stream {
  if (seq <= stream.cursor) return stream.tip ? { ...stream, tip: null } : stream;
  return { ...stream, tip: { seq, since: stream.tip?.since ?? now } };
}

/** Whether it is time to ask again: a tip stays ahead, or a question stays without an answer. */
export function isBehind(stream: Stream, now: number): boolean {
  return now >= dueAt(stream);
}

/** When `isBehind` becomes true by itself; `Infinity` when it does not. */
export function dueAt({ askedAt, tip }: Stream): number {
  return Math.min(
    askedAt === null ? Infinity : askedAt + ASK_AGAIN_MS,
    tip === null ? Infinity : Math.max(tip.since + TIP_AHEAD_MAX_MS, (askedAt ?? 0) + ASK_AGAIN_MS),
  );
}

/** Remembers that the server was asked. */
export function asked(stream: Stream, now: number): Stream {
  return { ...stream, askedAt: now };
}

/** Whether a frame has a place in a stream. */
export function isPositioned(event: Event): event is Positioned {
  return 'stream' in event && 'seq' in event && event.type !== 'SYNC_RESET';
}

/** Applies, then whatever had been waiting for just that. */
function advance(stream: Stream, events: Positioned[], to: number): Outcome {
  const apply = [...events];
  const held = new Map(stream.held);
  let cursor = to;
  for (const seq of held.keys()) if (seq <= cursor) held.delete(seq);
  for (let next = held.get(cursor + 1); next; next = held.get(cursor + 1)) {
    apply.push(next);
    cursor += 1;
    held.delete(cursor);
  }
  const tip = stream.tip && stream.tip.seq > cursor ? stream.tip : null;
  const askedAt = held.size > 0 || tip ? stream.askedAt : null;
  return { stream: { cursor, held, askedAt, tip }, apply, ask: false };
}

function holdBack(stream: Stream, events: readonly Positioned[], now: number): Outcome {
  const held = new Map(stream.held);
  for (const event of events) held.set(event.seq, event);
  const kept = held.size > HELD_MAX ? NOTHING_HELD : held;
  const ask = stream.askedAt === null || now >= stream.askedAt + ASK_AGAIN_MS;
  const after = { ...stream, held: kept, askedAt: ask ? now : stream.askedAt };
  return { stream: after, apply: [], ask };
}
