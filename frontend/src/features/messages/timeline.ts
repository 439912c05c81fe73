/** A channel's history as far as it was read, and how it is cut into what a person sees. */
import type { Message, MessageId } from '../../protocol';

/** What lies beyond an end of what was read. */
export type Beyond = 'none' | 'more' | 'loading' | 'failed';

/** A stretch of a channel's messages, ascending by `seq`. */
export interface Timeline {
  /**
   * `stale`: something may be missing; it is read again. `recalled`: what was kept from before, for
   * there was no server to ask.
   */
  status: 'loading' | 'ready' | 'stale' | 'recalled' | 'failed';
  ids: MessageId[];
  /** What lies before the first. */
  older: Beyond;
  /** What lies after the last. `none`: this is the present, and what is said next belongs here. */
  newer: Beyond;
  /** Messages of others that came while the present was elsewhere, and the `seq` of the last. */
  missed: { count: number; seq: number };
}

/**
 * So many messages stand in the window at once; when it moves on, what lies on the other side goes
 * and can be read again. A list this short needs no tricks: it can be searched, heard and printed.
 */
export const WINDOW_MAX = 150;

/** A reader above the present holds still while news come, up to here; then the window closes. */
export const WINDOW_GROWN_MAX = 180;

/** Of so many channels messages are held; one more, and the one that was shown longest ago goes. */
export const TIMELINES_MAX = 30;

/** A channel of which nothing is known yet. */
export function emptyTimeline(): Timeline {
  return {
    status: 'loading',
    ids: [],
    older: 'none',
    newer: 'none',
    missed: { count: 0, seq: 0 },
  };
}

/** Whether there is something to see, though it may not be of now. */
export function isShown({ status }: Timeline): boolean {
  return status === 'ready' || status === 'stale' || status === 'recalled';
}

/** Puts a message in its place. One that is there stays where it is: a replay changes nothing. */
export function insert(
  ids: MessageId[],
  { id, seq }: Pick<Message, 'id' | 'seq'>,
  seqOf: (id: MessageId) => number,
): MessageId[] {
  let at = ids.length;
  while (at > 0 && seqOf(ids[at - 1] ?? '') > seq) at -= 1;
  return ids[at - 1] === id ? ids : ids.toSpliced(at, 0, id);
}

/** Messages of one person within this time stand together under one name. */
export const TOGETHER_MS = 7 * 60_000;

/** A line of the list: a day begins, news begin, or a message, perhaps the first of a group. */
export type Row<Item> =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; item: Item; first: boolean };

/** What the rows are made of. */
export interface Said {
  key: string;
  author: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Its place in the stream; 0 while it has none. */
  seq: number;
  /** An answer to something begins a group: it says to whom. */
  reply: boolean;
}

/** Where the news begin: after a place in the stream, with what somebody else said. */
export interface News {
  after: number;
  me: string;
}

/** Days, news and groups. Days are those of whoever reads, where they are. */
export function rowsOf<Item extends Said>(
  items: readonly Item[],
  news: News | null = null,
): Row<Item>[] {
  const rows: Row<Item>[] = [];
  const fresh = news
    ? items.find(({ seq, author }) => seq > news.after && author !== news.me)
    : null;
  let before: Item | null = null;
  for (const item of items) {
    const newDay = before === null || dayOf(before.at) !== dayOf(item.at);
    if (newDay) rows.push({ kind: 'day', key: `day ${dayOf(item.at)}`, at: item.at });
    if (item === fresh) rows.push({ kind: 'new', key: 'new' });
    const together: boolean =
      before !== null &&
      !newDay &&
      item !== fresh &&
      !item.reply &&
      before.author === item.author &&
      Math.abs(item.at - before.at) < TOGETHER_MS;
    rows.push({ kind: 'message', key: item.key, item, first: !together });
    before = item;
  }
  return rows;
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}
