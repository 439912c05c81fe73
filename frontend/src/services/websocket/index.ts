/** The live connection: does what `connection.ts` decides, with a real socket, clock and dice. */
import type { ChannelId, Command, Event, StreamId } from '../../protocol';
import type { Renewal } from '../api/session';
import type { ConnectionView } from '../events';
import { deadline, OFF, step, type Effect, type Input, type Phase } from './connection';
import { isPositioned, type Positioned } from './resume';
import { Streams, type Received } from './streams';

/** A recording longer than this is given up: reading the history again is cheaper. */
const RECORDED_MAX = 1_000;

/** What the socket needs from outside. */
export interface SocketDeps {
  /** A ticket for one socket. Failing is like a lost network, unless the session is over. */
  ticket: () => Promise<string>;
  /** Gets a new access token. */
  renew: () => Promise<Renewal>;
  /** The access token in force. */
  token: () => Promise<string | null>;
  open: (ticket: string) => WebSocket;
  now: () => number;
  random: () => number;
  /**
   * Every durable event, once and in order; what is true only now, as it comes; and the final
   * answer to each command, by `ref`.
   */
  onEvent: (event: Event) => void;
  onView: (view: ConnectionView) => void;
}

/** What came over a stream while something else was read; see `Socket.record`. */
export interface Recording {
  /** Ends it: the events after `seq`, in order; `null` when there were too many to keep. */
  after: (seq: number) => Event[] | null;
}

/** What has no place in a stream: the newest holds. */
const FLEETING = new Set<Event['type']>([
  'NOTIFICATION',
  'READ_STATE',
  'SYNCED',
  'TIPS',
  'TYPING',
  'USER_STATUS',
  'VOICE_STATE' as Event['type'],
]);

/** One connection to the server for this window, kept for as long as somebody is signed in. */
export class Socket {
  readonly #streams = new Streams();
  readonly #recordings = new Map<object, { stream: StreamId; events: Positioned[] }>();
  #connection = OFF;
  #socket: WebSocket | null = null;
  /** Counts sockets, so that a late word from an old one is known as such. */
  #generation = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown: Phase | null = null;

  constructor(private readonly deps: SocketDeps) {}

  /** Connects and stays connected. */
  start(): void {
    this.#take({ type: 'start' });
  }

  /** Disconnects and forgets streams and commands. */
  stop(): void {
    this.#streams.clear();
    this.#take({ type: 'stop' });
  }

  /** Something changed for the better, or a person asks: try now rather than later. */
  wake(): void {
    this.#take({ type: 'wake' });
  }

  /** Sends a command, now or when that is possible, until it is answered. `key` = nonce or `ref`. */
  send(key: string, command: Command): void {
    this.#take({ type: 'command', key, command });
  }

  /** Says what is worth nothing later: now or never, and only once. */
  say(command: Command): void {
    this.#transmit(command);
  }

  /** Gives a command up, where that is still possible. */
  discard(key: string): void {
    this.#take({ type: 'discard', key });
  }

  /** Follows streams from their positions. Those that are new are asked for at once. */
  follow(positions: Record<StreamId, number>): void {
    const fresh = Object.keys(positions).filter((id) => this.#streams.cursor(id) === null);
    for (const id of fresh) this.#streams.follow(id, positions[id] ?? 0);
    if (fresh.length > 0) this.#ask(fresh);
  }

  /** A channel is on the screen, and its history is known up to `seq`. */
  join(channelId: ChannelId, seq: number): void {
    this.#streams.follow(channelId, seq);
    const cursor = this.#streams.cursor(channelId) ?? seq;
    this.#transmit({ type: 'join_channel', channelId, seq: cursor });
  }

  /**
   * Keeps what comes over a stream until `after` is called. A page of history is read beside the
   * stream; what the page cannot hold yet, but the stream has brought already, is applied again.
   */
  record(stream: StreamId): Recording {
    const key = {};
    const events: Positioned[] = [];
    this.#recordings.set(key, { stream, events });
    return {
      after: (seq) => {
        this.#recordings.delete(key);
        return events.length > RECORDED_MAX ? null : events.filter((event) => event.seq > seq);
      },
    };
  }

  #take(input: Input): void {
    const { now, random } = this.deps;
    const [connection, effects] = step(this.#connection, input, { now: now(), random });
    this.#connection = connection;
    for (const effect of effects) this.#perform(effect);
    this.#schedule();
    this.#show();
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        void this.#open();
        break;
      case 'close':
        this.#drop();
        break;
      case 'renew':
        void this.#renew(effect.authenticate);
        break;
      case 'resume':
        this.#transmit({ type: 'resume', ...this.#streams.resume(effect.ready) });
        break;
      case 'transmit':
        this.#transmit(effect.command, effect.key);
        break;
      case 'settled':
        this.deps.onEvent({ ...effect.answer, ref: effect.key });
        break;
    }
  }

  async #open(): Promise<void> {
    this.#drop();
    const generation = this.#generation;
    const current = (): boolean => generation === this.#generation;
    try {
      const ticket = await this.deps.ticket();
      if (!current()) return;
      const socket = this.deps.open(ticket);
      this.#socket = socket;
      socket.addEventListener('message', ({ data }) => {
        if (current()) this.#hear(data);
      });
      socket.addEventListener('close', ({ code }) => {
        if (current()) this.#take({ type: 'closed', code });
      });
    } catch {
      if (current()) this.#take({ type: 'closed', code: 1006 });
    }
  }

  #drop(): void {
    this.#generation += 1;
    this.#socket?.close(1000);
    this.#socket = null;
  }

  async #renew(authenticate: boolean): Promise<void> {
    const renewal = await this.deps.renew();
    if (!authenticate) {
      // An ended session has stopped this connection already; then nobody waits for this.
      this.#take({ type: 'renewed', ok: renewal === 'renewed' });
      return;
    }
    const token = renewal === 'renewed' ? await this.deps.token() : null;
    if (token) this.#transmit({ type: 'authenticate', token });
  }

  #hear(data: unknown): void {
    const event = parse(data);
    if (!event) return;
    const now = this.deps.now();
    if (event.type === 'SYNC') this.#receive(this.#streams.page(event, now));
    else if (event.type === 'SYNC_RESET') {
      this.#streams.reset(event);
      this.deps.onEvent(event);
    } else if (isPositioned(event)) this.#receive(this.#streams.event(event, now));
    else if (event.type === 'PONG') this.#streams.pong(event, now);
    else if (FLEETING.has(event.type)) this.deps.onEvent(event);
    this.#take({ type: 'frame', event });
  }

  #receive({ apply, ask }: Received): void {
    for (const event of apply) {
      for (const { stream, events } of this.#recordings.values()) {
        if (stream === event.stream && events.length <= RECORDED_MAX) events.push(event);
      }
      this.deps.onEvent(event);
    }
    if (ask.length > 0) this.#ask(ask);
  }

  #ask(ids: StreamId[]): void {
    if (this.#connection.phase.status !== 'live') return;
    this.#transmit({ type: 'resume', ...this.#streams.ask(ids, this.deps.now()) });
  }

  #transmit(command: Command, key?: string): void {
    if (this.#connection.phase.status !== 'live' || this.#socket?.readyState !== 1) return;
    this.#socket.send(JSON.stringify(key === undefined ? command : { ...command, ref: key }));
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const live = this.#connection.phase.status === 'live';
    const at = Math.min(
      deadline(this.#connection) ?? Infinity,
      live ? this.#streams.dueAt() : Infinity,
    );
    if (at === Infinity) return;
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, at - this.deps.now()));
  }

  #tick(): void {
    const behind = this.#streams.behind(this.deps.now());
    if (behind.length > 0) this.#ask(behind);
    this.#take({ type: 'tick' });
  }

  #show(): void {
    const { phase } = this.#connection;
    if (phase.status === this.#shown?.status && phase.status !== 'waiting') return;
    if (phase === this.#shown) return;
    this.#shown = phase;
    this.deps.onView(view(phase));
  }
}

function view(phase: Phase): ConnectionView {
  switch (phase.status) {
    case 'waiting':
      return { status: 'waiting', until: phase.until, restarting: phase.restarting };
    case 'refused':
      return { status: 'refused', code: phase.code };
    case 'live':
    case 'off':
      return { status: phase.status };
    default:
      return { status: 'connecting' };
  }
}

/** A frame that is not JSON, or not an object with a type, is ignored. */
function parse(data: unknown): Event | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as Event) : null;
  } catch {
    return null;
  }
}
