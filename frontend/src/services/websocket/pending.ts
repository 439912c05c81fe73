/** The commands that the server has not answered yet, in the order they were given. */
import type { Command } from '../../protocol';

/** As many are on their way at once; the others wait for an answer to one of these. */
export const IN_FLIGHT_MAX = 16;

/** A command without an answer for this long is sent again. */
export const ANSWER_MAX_MS = 20_000;

/** A command and when it was last sent; `null` = not on this socket yet. */
export interface Pending {
  /** What the answer carries: the message's nonce, or a `ref`. */
  key: string;
  command: Command;
  sentAt: number | null;
  /** How often the server said that it failed at it. */
  failures: number;
}

/** Puts a command at the end; one that is there already keeps its place and is sent again. */
export function queue(
  pending: readonly Pending[],
  key: string,
  command: Command,
): readonly Pending[] {
  if (pending.some((each) => each.key === key)) return pending;
  return [...pending, { key, command, sentAt: null, failures: 0 }];
}

/** Takes a command out. */
export function answered(pending: readonly Pending[], key: string): readonly Pending[] {
  return pending.filter((each) => each.key !== key);
}

/** The commands to send now, and the list that remembers it. */
export function transmit(
  pending: readonly Pending[],
  now: number,
): [readonly Pending[], Pending[]] {
  const due: Pending[] = [];
  const after = pending.map((each, place) => {
    const waits = each.sentAt !== null && now < each.sentAt + ANSWER_MAX_MS;
    if (waits || place >= IN_FLIGHT_MAX) return each;
    due.push(each);
    return { ...each, sentAt: now };
  });
  return [due.length === 0 ? pending : after, due];
}

/** When the next command is due; `Infinity` when none is waiting for time. */
export function held(pending: readonly Pending[]): number {
  const times = pending
    .slice(0, IN_FLIGHT_MAX)
    .map(({ sentAt }) => (sentAt === null ? 0 : sentAt + ANSWER_MAX_MS));
  return Math.min(Infinity, ...times);
}
