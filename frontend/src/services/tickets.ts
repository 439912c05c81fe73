/** Tickets for addresses that a browser reads by itself: pictures, files. */
import type { ChannelId, Ticket } from '../protocol';

/** A ticket is not used in the last part of its life: what it opens has to be read, too. */
const SPARE_MS = 120_000;

/** What tickets need from outside. */
export interface TicketDeps {
  ask: (channelId: ChannelId | null) => Promise<Ticket>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** One ticket a channel, asked for once while it is good. */
export class Tickets {
  readonly #held = new Map<ChannelId | null, { until: number; ticket: Promise<string> }>();

  constructor(private readonly deps: TicketDeps) {}

  /** A ticket for the files of a channel, or for pictures of people and spaces. */
  for(channelId: ChannelId | null): Promise<string> {
    const held = this.#held.get(channelId);
    if (held && held.until > this.deps.now()) return held.ticket;
    // Until the answer says how long it is good, everybody waits for this one.
    const entry = { until: Infinity, ticket: Promise.resolve('') };
    entry.ticket = this.#ask(channelId, entry);
    this.#held.set(channelId, entry);
    return entry.ticket;
  }

  async #ask(channelId: ChannelId | null, entry: { until: number }): Promise<string> {
    try {
      const { ticket, expires_in } = await this.deps.ask(channelId);
      entry.until = this.deps.now() + expires_in * 1_000 - SPARE_MS;
      return ticket;
    } catch (error) {
      this.#held.delete(channelId);
      throw error;
    }
  }

  /** It opens nothing any more: the next one is asked for. */
  forget(channelId: ChannelId | null): void {
    this.#held.delete(channelId);
  }

  /** Nobody's tickets stay. */
  clear(): void {
    this.#held.clear();
  }
}
