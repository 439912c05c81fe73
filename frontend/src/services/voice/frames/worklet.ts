/** Runs in the browser's audio thread: takes what the microphone hears, and plays what waits. */
import { Buffer } from './buffer';

/** What there is in that thread; the types of a page do not know it. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Gives away 20 ms at a time. */
class Listener extends AudioWorkletProcessor {
  readonly #length = Math.round(sampleRate / 50);
  #samples = new Float32Array(this.#length);
  #filled = 0;

  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0];
    for (const sample of channel ?? []) {
      this.#samples[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled === this.#length) {
        this.port.postMessage(this.#samples, [this.#samples.buffer]);
        this.#samples = new Float32Array(this.#length);
        this.#filled = 0;
      }
    }
    return true;
  }
}

/** Plays one voice, until it is told to end. */
class Player extends AudioWorkletProcessor {
  readonly #buffer = new Buffer(sampleRate);
  #ends = false;

  constructor() {
    super();
    this.port.addEventListener('message', ({ data }: MessageEvent<Played | null>) => {
      if (data === null) this.#ends = true;
      else this.#buffer.put(data.time, data.samples);
    });
    this.port.start();
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const channel = output?.[0];
    if (channel) this.#buffer.pull(channel);
    return !this.#ends;
  }
}

/** What is played: samples at 48 kHz, and their time. */
export interface Played {
  time: number;
  samples: Float32Array;
}

registerProcessor('parlor-listener', Listener);
registerProcessor('parlor-player', Player);
