/** What is said, as Opus in frames. */
import { CLOCK_HZ, levelOf, spoken } from './wire';

const FRAME_MICROSECONDS = 20_000;
/** Opus of so few bytes says that nothing is said. */
const SILENCE_BYTES = 2;

interface Deps {
  /** One that has the worklet. */
  context: AudioContext;
  bitrate: number;
  /** Sends a frame. */
  say: (frame: ArrayBuffer) => void;
  /** There is no way to encode any more. */
  onBroken: () => void;
}

/** Made once for a stay on frames: its numbers go on whatever microphone it has. */
export class Mouth {
  readonly #deps: Deps;
  readonly #encoder: AudioEncoder;
  readonly #node: AudioWorkletNode;
  #source: MediaStreamAudioSourceNode | null = null;
  #track: MediaStreamTrack | null = null;
  #frames = 0;
  #seq = 0;
  #level = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { context } = deps;
    this.#encoder = new AudioEncoder({
      output: (chunk) => this.#said(chunk),
      error: deps.onBroken,
    });
    this.#encoder.configure(encoding(context.sampleRate, deps.bitrate));
    this.#node = new AudioWorkletNode(context, 'parlor-listener', { numberOfOutputs: 0 });
    this.#node.port.addEventListener(
      'message',
      ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => this.#hear(data),
    );
    this.#node.port.start();
  }

  /** Another microphone, or none. */
  speaksInto(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = null;
    this.#track = track;
    if (!track) return;
    this.#source = this.#deps.context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#node);
  }

  close(): void {
    this.speaksInto(null);
    this.#node.port.close();
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  #hear(samples: Float32Array<ArrayBuffer>): void {
    if (this.#encoder.state !== 'configured') return;
    this.#level = levelOf(samples);
    const data = new AudioData({
      format: 'f32',
      sampleRate: this.#deps.context.sampleRate,
      numberOfFrames: samples.length,
      numberOfChannels: 1,
      timestamp: this.#frames * FRAME_MICROSECONDS,
      data: samples,
    });
    this.#frames += 1;
    this.#encoder.encode(data);
    data.close();
  }

  #said(chunk: EncodedAudioChunk): void {
    // A microphone that is shut says silence, which nobody needs to hear.
    if (this.#track?.enabled !== true || chunk.byteLength <= SILENCE_BYTES) return;
    const time = Math.round((chunk.timestamp * CLOCK_HZ) / 1_000_000);
    const { frame, opus } = spoken({ level: this.#level, time, seq: this.#seq }, chunk.byteLength);
    chunk.copyTo(opus);
    this.#seq += 1;
    this.#deps.say(frame);
  }
}

/** Opus that repairs small losses itself and sends next to nothing while nobody speaks. */
export function encoding(sampleRate: number, bitrate: number): AudioEncoderConfig {
  const opus = {
    application: 'voip',
    frameDuration: FRAME_MICROSECONDS,
    useinbandfec: true,
    usedtx: true,
  };
  return { codec: 'opus', sampleRate, numberOfChannels: 1, bitrate, opus } as AudioEncoderConfig;
}
