/** How evenly frames come, and how many do not. Pure, with the time in its arguments. */
import { CLOCK_HZ, type Heard } from './wire';

/** What is measured counts by this part (RFC 3550, 6.4.1). */
const PART = 16;
/** Frames of one voice that lie further apart have a pause between them. */
const PAUSE_MS = 200;

interface Last {
  time: number;
  at: number;
}

export class Arrival {
  readonly #last = new Map<number, Last>();
  #jitter = 0;
  #came = 0;
  #missing = 0;

  /** A frame came, and so many before it did not. */
  came({ slot, time }: Heard, missing: number, at: number): void {
    this.#came += 1;
    this.#missing += missing;
    const last = this.#last.get(slot);
    this.#last.set(slot, { time, at });
    if (!last) return;
    const apart = (((time - last.time) | 0) * 1_000) / CLOCK_HZ;
    if (apart <= 0 || apart > PAUSE_MS) return;
    const off = Math.abs(at - last.at - apart);
    this.#jitter += (off - this.#jitter) / PART;
  }

  /** Counts the losses anew. */
  take(): { lossDown: number; jitterMs: number } {
    const all = this.#came + this.#missing;
    const lossDown = all === 0 ? 0 : this.#missing / all;
    this.#came = 0;
    this.#missing = 0;
    return { lossDown, jitterMs: this.#jitter };
  }
}
