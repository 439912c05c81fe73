/**
 * What one voice waits in before it is played: sound comes unevenly and is to be heard evenly. As little as possible waits: more
 * where it came late, less again where it does not. Pure; runs beside the page, in the audio thread.
 */

/** Samples of a second, of what comes in. */
const RATE = 48_000;
const ms = (milliseconds: number): number => (milliseconds * RATE) / 1_000;

/** What waits before it begins: at first, at least, at most; and by how much it grows and shrinks. */
const WAIT_FIRST = ms(60);
const WAIT_MIN = ms(40);
const WAIT_MAX = ms(240);
const WAIT_MORE = ms(20);
const WAIT_LESS = ms(10);
/** So long without a stop, and less may wait. */
const CALM = ms(10_000);
/** A hole up to so long is a loss, and silence takes its place; a longer one is a pause. */
const HOLE_MAX = ms(200);
/** So much more than is needed, and the oldest of it is left out: late sound is none. */
const TOO_MUCH = ms(200);
/** So much more, and it is played a little faster. Nobody hears the difference. */
const MUCH = ms(40);
const FASTER = 1.004;
const SLOWER = 0.996;
/** What begins, begins softly, and what ends fades: a jump clicks. */
const FADE_IN = ms(2);
const FADE_OUT = 0.97;

/** One voice. */
export class Buffer {
  readonly #step: number;
  #parts: Float32Array[] = [];
  /** Samples in all parts. */
  #waits = 0;
  /** Where in the first part is read next; between two samples where the rates differ. */
  #at = 0;
  #plays = false;
  /** The time of the sample that comes next. */
  #next: number | null = null;
  #wait = WAIT_FIRST;
  #calm = 0;
  /** Samples played since it began. */
  #played = 0;
  #last = 0;
  /** It ran empty, and it is not known yet whether the speaker paused or the sound is late. */
  #ranEmpty = false;

  /** `rate`: samples of a second, of what is played. */
  constructor(rate: number) {
    this.#step = RATE / rate;
  }

  /** Sound of this time, in samples of its own clock, which goes round. */
  put(time: number, samples: Float32Array): void {
    const hole = this.#next === null ? 0 : (time - this.#next) | 0;
    this.#next = (time + samples.length) % 2 ** 32;
    if (this.#ranEmpty) {
      this.#ranEmpty = false;
      if (hole === 0) this.#wait = Math.min(WAIT_MAX, this.#wait + WAIT_MORE);
    }
    if (hole > 0 && hole <= HOLE_MAX && this.#plays) this.#add(new Float32Array(hole));
    this.#add(samples);
    if (this.#waits > this.#wait + TOO_MUCH) this.#leaveOut();
    if (this.#waits >= this.#wait) this.#plays = true;
  }

  /** Fills what is played next. */
  pull(out: Float32Array): void {
    const step = this.#step * this.#pace();
    for (let index = 0; index < out.length; index += 1) {
      const sample = this.#plays ? this.#sample(step) : null;
      if (sample === null) {
        this.#last *= FADE_OUT;
      } else {
        this.#last = sample * Math.min(1, (this.#played += 1) / FADE_IN);
      }
      out[index] = this.#last;
    }
    this.#calm += this.#plays ? out.length * this.#step : 0;
    if (this.#calm >= CALM) {
      this.#calm = 0;
      this.#wait = Math.max(WAIT_MIN, this.#wait - WAIT_LESS);
    }
  }

  #pace(): number {
    if (this.#waits > this.#wait + MUCH) return FASTER;
    return this.#waits < this.#wait / 2 ? SLOWER : 1;
  }

  #add(samples: Float32Array): void {
    this.#parts.push(samples);
    this.#waits += samples.length;
  }

  #leaveOut(): void {
    while (this.#waits > this.#wait && this.#parts.length > 1) {
      this.#waits -= this.#parts.shift()?.length ?? 0;
    }
    this.#at = 0;
    this.#played = 0;
  }

  /** The next one; `null` where nothing waits any more. */
  #sample(step: number): number | null {
    let [part] = this.#parts;
    while (part && this.#at >= part.length) {
      this.#at -= part.length;
      this.#waits -= part.length;
      this.#parts.shift();
      [part] = this.#parts;
    }
    if (!part) {
      this.#plays = false;
      this.#ranEmpty = true;
      this.#calm = 0;
      this.#played = 0;
      this.#at = 0;
      return null;
    }
    const before = Math.floor(this.#at);
    const here = part[before] ?? 0;
    const after = part[before + 1] ?? this.#parts[1]?.[0] ?? here;
    const sample = here + (after - here) * (this.#at - before);
    this.#at += step;
    return sample;
  }
}
