/** Sound by the socket itself, where nothing else gets through: as the other way, from the microphone to the ears. */
import type { Quality } from '../call';
import { Arrival } from './arrival';
import { Mouth } from './mouth';
import { SlotVoice } from './voice';
import { heard } from './wire';
// oxlint-disable-next-line import/default -- the build gives it: the address of a file of its own, as the policy of the page wants it
import worklet from './worklet.ts?worker&url';

/** A connection on which more waits than this is too slow: what is said then is lost, for late sound is none. In bytes. */
const WAITING_MAX = 16_384;

/** What it needs, and whom it tells. */
export interface FramesDeps {
  context: AudioContext;
  bitrate: number;
  track: MediaStreamTrack | null;
  /** The socket of now. */
  socket: () => WebSocket | null;
  /** A slot begins to be heard. */
  onSlot: (mid: string, node: AudioNode) => void;
  /** The browser cannot do it after all. */
  onBroken: () => void;
}

/** One stay on frames. */
export class Frames {
  readonly #deps: FramesDeps;
  readonly #slots = new Map<number, SlotVoice>();
  #arrival = new Arrival();
  #mouth: Mouth | null = null;
  #track: MediaStreamTrack | null;
  #sent = 0;
  #unsent = 0;
  #ready = false;
  #closed = false;

  constructor(deps: FramesDeps) {
    this.#deps = deps;
    this.#track = deps.track;
    deps.context.audioWorklet.addModule(worklet).then(() => this.#begin(), deps.onBroken);
  }

  /** The context has the worklet now. */
  #begin(): void {
    if (this.#closed) return;
    const { context, bitrate, onBroken } = this.#deps;
    this.#ready = true;
    try {
      this.#mouth = new Mouth({ context, bitrate, say: (frame) => this.#say(frame), onBroken });
      this.#mouth.speaksInto(this.#track);
    } catch {
      onBroken();
    }
  }

  /** Another microphone, or none. */
  speaksInto(track: MediaStreamTrack | null): void {
    this.#track = track;
    this.#mouth?.speaksInto(track);
  }

  /** A binary frame came. */
  hear(bytes: ArrayBuffer, now: number): void {
    const frame = heard(bytes);
    if (!frame || !this.#ready) return;
    let voice = this.#slots.get(frame.slot);
    if (!voice) {
      voice = new SlotVoice(this.#deps.context);
      this.#slots.set(frame.slot, voice);
      this.#deps.onSlot(String(frame.slot), voice.node);
    }
    this.#arrival.came(frame, voice.hear(frame), now);
  }

  /** How it went since this was asked last; the way there and back was measured beside it. */
  quality(rttMs: number): Quality {
    const all = this.#sent + this.#unsent;
    const lossUp = all === 0 ? 0 : this.#unsent / all;
    this.#sent = 0;
    this.#unsent = 0;
    return { rttMs, lossUp, ...this.#arrival.take() };
  }

  close(): void {
    this.#closed = true;
    this.#mouth?.close();
    for (const voice of this.#slots.values()) voice.close();
    this.#slots.clear();
  }

  #say(frame: ArrayBuffer): void {
    const socket = this.#deps.socket();
    if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > WAITING_MAX) {
      this.#unsent += 1;
      return;
    }
    socket.send(frame);
    this.#sent += 1;
  }
}
