/** One slot that is heard: frames in, sound out. */
import type { Played } from './worklet';
import { CLOCK_HZ, type Heard } from './wire';

/** How sound is decoded. */
export const DECODING: AudioDecoderConfig = {
  codec: 'opus',
  sampleRate: CLOCK_HZ,
  numberOfChannels: 1,
};

/** It waits to be connected to something. */
export class SlotVoice {
  readonly node: AudioWorkletNode;
  #decoder: AudioDecoder | null = null;
  /** The number of the newest. */
  #seq: number | null = null;

  constructor(context: AudioContext) {
    this.node = new AudioWorkletNode(context, 'parlor-player', {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
  }

  /** Plays a frame; gives how many before it never came. */
  hear({ time, seq, opus }: Heard): number {
    const missing = this.#seq === null ? 0 : (seq - this.#seq - 1) & 0xffff;
    this.#seq = seq;
    this.#decoder ??= this.#open();
    const timestamp = Math.round((time * 1_000_000) / CLOCK_HZ);
    this.#decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: opus }));
    // The numbers of another speaker are not a loss.
    return missing < MISSING_MAX ? missing : 0;
  }

  close(): void {
    this.node.port.postMessage(null, []);
    this.node.disconnect();
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
  }

  #open(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (data) => this.#play(data),
      // Somebody sent what is no sound: the next frame has another decoder.
      error: () => (this.#decoder = null),
    });
    decoder.configure(DECODING);
    return decoder;
  }

  #play(data: AudioData): void {
    const samples = new Float32Array(data.numberOfFrames);
    data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    const time = Math.round((data.timestamp * CLOCK_HZ) / 1_000_000);
    data.close();
    const played: Played = { time, samples };
    this.node.port.postMessage(played, [samples.buffer]);
  }
}

const MISSING_MAX = 3_000;
