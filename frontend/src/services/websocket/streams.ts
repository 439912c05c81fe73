/** Every stream this client follows, each under the rule of `resume.ts`. */
import type { Resume, StreamId } from '../../protocol';
import type { EventOf } from '../events';
import {
  asked,
  compare,
  dueAt,
  isBehind,
  receive,
  receivePage,
  startAt,
  type Outcome,
  type Positioned,
  type Stream,
} from './resume';

/** What a frame brought: events to hand on, and streams to ask for again. */
export interface Received {
  apply: Positioned[];
  ask: StreamId[];
}

/** Keeps the cursors. Order of `follow` is order of importance: a server may limit how many. */
export class Streams {
  readonly #streams = new Map<StreamId, Stream>();
  #epoch: string | null = null;

  /** Follows a stream from a position; one that is followed already keeps its cursor. */
  follow(id: StreamId, cursor: number): void {
    if (!this.#streams.has(id)) this.#streams.set(id, startAt(cursor));
  }

  /** Forgets everything. */
  clear(): void {
    this.#streams.clear();
    this.#epoch = null;
  }

  /** The command that continues every stream, for a fresh socket. */
  resume(ready: EventOf<'READY'>): Resume {
    // The epoch of the cursors, not of today: a restored database makes the server reset them.
    const epoch = this.#epoch ?? ready.epoch;
    this.#epoch = ready.epoch;
    const ids = [...this.#streams.keys()].slice(0, ready.limits.streamsPerSocketMax);
    return { epoch, streams: this.#cursors(ids) };
  }

  /** The command that asks for these streams again. */
  ask(ids: StreamId[], now: number): Resume {
    for (const id of ids) this.#change(id, (stream) => asked(stream, now));
    const streams = this.#cursors(ids);
    return this.#epoch === null ? { streams } : { epoch: this.#epoch, streams };
  }

  /** The cursor of a stream; `null` when it is not followed. */
  cursor(id: StreamId): number | null {
    return this.#streams.get(id)?.cursor ?? null;
  }

  /** A durable event. Of a stream that is not followed, nothing is taken. */
  event(event: Positioned, now: number): Received {
    return this.#take(event.stream, (stream) => receive(stream, event, now));
  }

  /** A page of durable events. */
  page(page: EventOf<'SYNC'>, now: number): Received {
    return this.#take(page.stream, (stream) => receivePage(stream, page, now));
  }

  /** The server cannot continue from the cursor: its position counts, or the stream is closed. */
  reset({ stream, seq, reason }: EventOf<'SYNC_RESET'>): void {
    if (reason === 'NO_ACCESS') this.#streams.delete(stream);
    else this.#change(stream, () => startAt(seq));
  }

  /** Where the streams stand on the server. */
  pong({ streams }: EventOf<'PONG'>, now: number): void {
    for (const [id, seq] of Object.entries(streams)) {
      this.#change(id, (stream) => compare(stream, seq, now));
    }
  }

  /** The streams to ask for again by now. */
  behind(now: number): StreamId[] {
    return [...this.#streams].filter(([, stream]) => isBehind(stream, now)).map(([id]) => id);
  }

  /** When the next one is; `Infinity` when none waits for time. */
  dueAt(): number {
    return Math.min(Infinity, ...Array.from(this.#streams.values(), dueAt));
  }

  #take(id: StreamId, rule: (stream: Stream) => Outcome): Received {
    const stream = this.#streams.get(id);
    if (!stream) return { apply: [], ask: [] };
    const outcome = rule(stream);
    this.#streams.set(id, outcome.stream);
    return { apply: outcome.apply, ask: outcome.ask ? [id] : [] };
  }

  #change(id: StreamId, change: (stream: Stream) => Stream): void {
    const stream = this.#streams.get(id);
    if (stream) this.#streams.set(id, change(stream));
  }

  #cursors(ids: StreamId[]): Record<StreamId, number> {
    return Object.fromEntries(ids.map((id) => [id, this.#streams.get(id)?.cursor ?? 0]));
  }
}
