/** A channel's history as far as it was read, and how it is cut into what a person sees. */
import type { Message, MessageId } from '../../protocol';

/** The messages from some point up to the present, ascending by `seq`. */
export interface Timeline {
  /** `stale`: something may be missing; it is read again. */
  status: 'loading' | 'ready' | 'stale' | 'failed';
  ids: MessageId[];
  /** What lies before the first. */
  older: 'none' | 'more' | 'loading' | 'failed';
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

/** A line of the list: a day begins, or a message, perhaps the first of a group. */
export type Row<Item> =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'message'; key: string; item: Item; first: boolean };

/** What the rows are made of. */
export interface Said {
  key: string;
  author: string;
  /** Milliseconds since 1970. */
  at: number;
  /** An answer to something begins a group: it says to whom. */
  reply: boolean;
}

/** Days and groups. Days are those of whoever reads, where they are. */
export function rowsOf<Item extends Said>(items: readonly Item[]): Row<Item>[] {
  const rows: Row<Item>[] = [];
  let before: Item | null = null;
  for (const item of items) {
    const newDay = before === null || dayOf(before.at) !== dayOf(item.at);
    if (newDay) rows.push({ kind: 'day', key: `day ${dayOf(item.at)}`, at: item.at });
    const together: boolean =
      before !== null &&
      !newDay &&
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
