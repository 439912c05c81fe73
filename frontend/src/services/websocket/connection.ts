/**
 * One connection to the server, without a socket and without a clock: (state, input, time, chance)
 * gives the next state and what to do. `index.ts` does it.
 *
 * Commands stay in `pending` until the server has answered them. Whatever happens to the socket,
 * they are sent again, in order, under the same nonce, which makes a repeat harmless.
 */
import type { Code, Command, Event } from '../../protocol';
import { backoff } from '../backoff';
import type { EventOf } from '../events';
import { consequenceOf, FLOOD_WAIT_MS } from './close';
import { answered, held, queue, transmit, type Pending } from './pending';

/** A connection that lived this long was a good one: the next failure begins anew. */
export const HEALTHY_AFTER_MS = 60_000;
/** A socket that is not open by then will not be. */
export const OPEN_MAX_MS = 15_000;
/** A server that says nothing this long after a ping is gone. */
export const PONG_MAX_MS = 10_000;

/** Where the connection stands. Times are milliseconds of one clock. */
export type Phase =
  | { status: 'off' }
  | { status: 'opening'; since: number }
  | {
      status: 'live';
      since: number;
      heartbeatMs: number;
      pingAt: number;
      unansweredAt: number | null;
    }
  /** `firm`: also news from the network or the person does not shorten it. */
  | { status: 'waiting'; until: number; firm: boolean; restarting: boolean }
  | { status: 'renewing' }
  | { status: 'refused'; code: number };

/** The whole state. */
export interface Connection {
  phase: Phase;
  /** Failures since the last good connection; doubles the wait. */
  attempt: number;
  /** What the last `RECONNECT` asked for. */
  restartAfterMs: number | null;
  pending: readonly Pending[];
  /** The server asked for a pause until then. */
  holdUntil: number;
}

/** What can happen to a connection. */
export type Input =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'frame'; event: Event }
  | { type: 'closed'; code: number }
  /** A new access token was asked for: here it is, or it could not be had just now. */
  | { type: 'renewed'; ok: boolean }
  /** The network is back, the window is looked at again, or the person asks to try. */
  | { type: 'wake' }
  | { type: 'command'; key: string; command: Command }
  | { type: 'discard'; key: string }
  | { type: 'tick' };

/** What the connection wants done. */
export type Effect =
  | { type: 'open' }
  | { type: 'close' }
  /** A new access token; with `authenticate`, also for the socket that is open. */
  | { type: 'renew'; authenticate: boolean }
  /** The server is ready: name the streams. Comes before any command is repeated. */
  | { type: 'resume'; ready: EventOf<'READY'> }
  | { type: 'transmit'; command: Command; key?: string }
  /** The server has answered for good; `key` is the command's. */
  | { type: 'settled'; key: string; answer: EventOf<'ACK'> | EventOf<'ERROR'> };

/** The time and the dice of one step. */
export interface Chance {
  /** Milliseconds. */
  now: number;
  /** From 0 up to, not including, 1. */
  random: () => number;
}

/** Effects in the order in which they are to be done. */
export type Step = [Connection, Effect[]];

/** A connection that nobody wants yet. */
export const OFF: Connection = {
  phase: { status: 'off' },
  attempt: 0,
  restartAfterMs: null,
  pending: [],
  holdUntil: 0,
};

/** What one input does. */
export function step(connection: Connection, input: Input, chance: Chance): Step {
  switch (input.type) {
    case 'start':
      return connection.phase.status === 'off' ? open(connection, chance) : [connection, []];
    case 'stop':
      return [OFF, isOpen(connection) ? [{ type: 'close' }] : []];
    case 'frame':
      return frame(connection, input.event, chance);
    case 'closed':
      return closed(connection, input.code, chance);
    case 'renewed':
      return renewed(connection, input.ok, chance);
    case 'wake':
      return wake(connection, chance);
    case 'command': {
      const { key, command } = input;
      return flush({ ...connection, pending: queue(connection.pending, key, command) }, chance);
    }
    case 'discard':
      return [{ ...connection, pending: answered(connection.pending, input.key) }, []];
    case 'tick':
      return tick(connection, chance);
  }
}

/** When to `tick` next, in the clock of `chance.now`; `null` when nothing waits for time. */
export function deadline({ phase, pending, holdUntil }: Connection): number | null {
  switch (phase.status) {
    case 'opening':
      return phase.since + OPEN_MAX_MS;
    case 'waiting':
      return phase.until;
    case 'live': {
      const pong = phase.unansweredAt === null ? Infinity : phase.unansweredAt + PONG_MAX_MS;
      const again = Math.max(held(pending), holdUntil);
      return Math.min(phase.pingAt, pong, again);
    }
    default:
      return null;
  }
}

function isOpen({ phase }: Connection): boolean {
  return phase.status === 'opening' || phase.status === 'live';
}

function open(connection: Connection, { now }: Chance): Step {
  const phase: Phase = { status: 'opening', since: now };
  return [{ ...connection, phase, restartAfterMs: null }, [{ type: 'open' }]];
}

function frame(connection: Connection, event: Event, chance: Chance): Step {
  const { phase } = connection;
  if (phase.status === 'opening' && event.type === 'READY') return ready(connection, event, chance);
  if (phase.status !== 'live') return [connection, []];
  const heard: Connection = { ...connection, phase: { ...phase, unansweredAt: null } };
  switch (event.type) {
    case 'ACK':
    case 'ERROR':
      return answer(heard, event, chance);
    case 'RECONNECT':
      return [{ ...heard, restartAfterMs: event.afterMs }, []];
    case 'TOKEN_EXPIRING':
      return [heard, [{ type: 'renew', authenticate: true }]];
    default:
      return [heard, []];
  }
}

/** The first ping comes at random, so that a thousand clients after a restart do not ping as one. */
function ready(connection: Connection, event: EventOf<'READY'>, chance: Chance): Step {
  const { now, random } = chance;
  const { heartbeatMs } = event;
  const pingAt = now + random() * heartbeatMs;
  const phase: Phase = { status: 'live', since: now, heartbeatMs, pingAt, unansweredAt: null };
  const pending = connection.pending.map((each) => ({ ...each, sentAt: null }));
  const [live, effects] = flush({ ...connection, phase, pending, holdUntil: 0 }, chance);
  return [live, [{ type: 'resume', ready: event }, ...effects]];
}

/** Codes after which the outcome is unknown or only late: the command is repeated, not failed. */
const REPEATED = new Set<Code>(['RATE_LIMITED', 'OVERLOADED', 'INTERNAL']);

/** A command that the server fails at this often is one it cannot do: it makes way for the others. */
export const FAILURES_MAX = 5;

/** How long to hold back when the server asked to, without saying how long. */
const HOLD_MS = 2_000;

function isRepeated(code: Code, { failures }: Pending): boolean {
  return REPEATED.has(code) && (code !== 'INTERNAL' || failures + 1 < FAILURES_MAX);
}

function answer(
  connection: Connection,
  event: EventOf<'ACK'> | EventOf<'ERROR'>,
  chance: Chance,
): Step {
  const key = event.ref ?? event.nonce;
  const mine = connection.pending.find((each) => each.key === key);
  if (!mine) return [connection, []];
  if (event.type === 'ERROR' && isRepeated(event.code, mine)) {
    const holdUntil = chance.now + (event.retryAfterMs ?? HOLD_MS);
    const failures = mine.failures + (event.code === 'INTERNAL' ? 1 : 0);
    // All wait, not only this one: what a person wrote stays in order.
    const pending = connection.pending.map((each) => ({
      ...each,
      sentAt: null,
      failures: each === mine ? failures : each.failures,
    }));
    return [{ ...connection, pending, holdUntil }, []];
  }
  const [next, effects] = flush(
    { ...connection, pending: answered(connection.pending, mine.key) },
    chance,
  );
  return [next, [{ type: 'settled', key: mine.key, answer: event }, ...effects]];
}

function flush(connection: Connection, { now }: Chance): Step {
  if (connection.phase.status !== 'live' || now < connection.holdUntil) return [connection, []];
  const [pending, due] = transmit(connection.pending, now);
  const effects = due.map(({ key, command }): Effect => ({ type: 'transmit', key, command }));
  return [{ ...connection, pending }, effects];
}

function closed(connection: Connection, code: number, chance: Chance): Step {
  if (!isOpen(connection)) return [connection, []];
  const { now, random } = chance;
  const worn = wear(connection, now);
  const { restartAfterMs } = worn;
  switch (consequenceOf(code)) {
    case 'refused':
      return [{ ...worn, phase: { status: 'refused', code } }, []];
    case 'renew':
      return [{ ...worn, phase: { status: 'renewing' } }, [{ type: 'renew', authenticate: false }]];
    case 'cool':
      return [wait(worn, now + FLOOD_WAIT_MS * (1 + random()), { firm: true }), []];
    case 'restart':
      return restartAfterMs === null
        ? backOff(worn, chance, true)
        : [wait(worn, now + restartAfterMs, { firm: true, restarting: true }), []];
    case 'retry':
      return backOff(worn, chance);
  }
}

/** A connection that lived long enough starts its count of failures anew. */
function wear(connection: Connection, now: number): Connection {
  const { phase } = connection;
  const healthy = phase.status === 'live' && now - phase.since >= HEALTHY_AFTER_MS;
  return healthy ? { ...connection, attempt: 0 } : connection;
}

function backOff(connection: Connection, { now, random }: Chance, restarting = false): Step {
  const until = now + backoff(connection.attempt, random);
  const attempt = connection.attempt + 1;
  return [wait({ ...connection, attempt }, until, { restarting }), []];
}

function wait(
  connection: Connection,
  until: number,
  how: { firm?: boolean; restarting?: boolean },
): Connection {
  const { firm = false, restarting = false } = how;
  return { ...connection, phase: { status: 'waiting', until, firm, restarting } };
}

function renewed(connection: Connection, ok: boolean, chance: Chance): Step {
  if (connection.phase.status !== 'renewing') return [connection, []];
  // Counted as a failure too: a token that is refused again and again must not become a flood.
  const counted = { ...connection, attempt: connection.attempt + 1 };
  return ok && connection.attempt === 0 ? open(counted, chance) : backOff(connection, chance);
}

function wake(connection: Connection, chance: Chance): Step {
  const { phase } = connection;
  switch (phase.status) {
    case 'waiting':
      return phase.firm ? [connection, []] : open(connection, chance);
    case 'refused':
      return open(connection, chance);
    case 'live':
      // Asleep for a while, perhaps on another network: find out now whether anybody is there.
      return tick({ ...connection, phase: { ...phase, pingAt: chance.now } }, chance);
    default:
      return [connection, []];
  }
}

function tick(connection: Connection, chance: Chance): Step {
  const { phase } = connection;
  const { now } = chance;
  const lost = (): Step => {
    const [waiting, effects] = backOff(wear(connection, now), chance);
    return [waiting, [{ type: 'close' }, ...effects]];
  };
  switch (phase.status) {
    case 'waiting':
      return now >= phase.until ? open(connection, chance) : [connection, []];
    case 'opening':
      return now >= phase.since + OPEN_MAX_MS ? lost() : [connection, []];
    case 'live':
      if (phase.unansweredAt !== null && now >= phase.unansweredAt + PONG_MAX_MS) return lost();
      return ping(connection, phase, chance);
    default:
      return [connection, []];
  }
}

function ping(connection: Connection, phase: Phase & { status: 'live' }, chance: Chance): Step {
  const { now } = chance;
  const [flushed, effects] = flush(connection, chance);
  if (now < phase.pingAt) return [flushed, effects];
  const pinged: Phase = {
    ...phase,
    pingAt: now + phase.heartbeatMs,
    unansweredAt: phase.unansweredAt ?? now,
  };
  return [
    { ...flushed, phase: pinged },
    [...effects, { type: 'transmit', command: { type: 'ping', t: Math.trunc(now) } }],
  ];
}
