/** The way to voice: what makes it is loaded with the first call. */
import type { Voice } from './index';

/** One for a window. */
export class VoiceDoor {
  /** `null` before the first call. */
  voice: Voice | null = null;
  #opening: Promise<Voice> | null = null;

  constructor(private readonly make: () => Promise<Voice>) {}

  /** Loads it where it is not there yet. */
  open(): Promise<Voice> {
    this.#opening ??= this.make().then(
      (voice) => (this.voice = voice),
      (error: unknown) => {
        // Without a network it could not be had; the next time it may.
        this.#opening = null;
        throw error;
      },
    );
    return this.#opening;
  }
}
