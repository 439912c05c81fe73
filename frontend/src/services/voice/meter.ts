/** How loud something is, for a bar that moves. */

/** Quieter than this is an empty bar; 0 is a full one. */
const QUIET_DB = -60;

/** Measures a stream until it is closed. */
export class Meter {
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #context = new AudioContext();

  constructor(stream: MediaStream) {
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
  }

  /** From 0 to 1. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, each) => sum + each * each, 0) / this.#samples.length;
    return levelOf(10 * Math.log10(power));
  }

  close(): void {
    void this.#context.close();
  }
}

/** A loudness in dB as a part of the bar. */
export function levelOf(decibels: number): number {
  return Math.min(1, Math.max(0, 1 - decibels / QUIET_DB));
}
