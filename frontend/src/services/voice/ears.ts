/** What is heard: one voice a slot, each as loud as somebody wants it, all through one device. */
import type { UserId } from '../../protocol';

/** A context that can choose where it is heard; not every browser has it. */
type Choosing = AudioContext & { setSinkId?: (id: string) => Promise<void> };

interface Slot {
  /** Only where a connection gives the sound. */
  element: HTMLAudioElement | null;
  source: AudioNode;
  gain: GainNode;
}

/** Percents of a gain. */
const WHOLE = 100;
/** A volume that jumps clicks. */
const SMOOTH_SECONDS = 0.02;

/** One for a call. */
export class Ears {
  readonly #context: Choosing = new AudioContext();
  readonly #all = new GainNode(this.#context);
  /** By the `mid` of their line. */
  readonly #slots = new Map<string, Slot>();
  readonly #users = new Map<string, UserId | null>();
  #volumes: Record<UserId, number> = {};

  /** `onBlocked`: the browser plays nothing before somebody touches the page, or plays again. */
  constructor(onBlocked: (blocked: boolean) => void) {
    this.#all.connect(this.#context.destination);
    const tell = (): void => onBlocked(this.#context.state === 'suspended');
    this.#context.addEventListener('statechange', tell);
    // Right after a click it is running, or will be in a moment.
    void this.resume();
    setTimeout(tell, BLOCKED_AFTER_MS);
  }

  /** After a touch of the page. */
  async resume(): Promise<void> {
    if (this.#context.state === 'suspended') await this.#context.resume();
  }

  /** A line of the connection begins to be heard. */
  add(mid: string, track: MediaStreamTrack): void {
    const stream = new MediaStream([track]);
    // Chromium gives WebAudio nothing of a remote track that no element plays; it plays it silently.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    this.#plug(mid, this.#context.createMediaStreamSource(stream), element);
  }

  /** A slot of frames begins to be heard. */
  plug(mid: string, source: AudioNode): void {
    this.#plug(mid, source, null);
  }

  /** The slots of frames are heard no more. */
  unplug(): void {
    for (const [mid, { element }] of this.#slots) if (!element) this.#remove(mid);
  }

  /** Where all of it is heard. */
  get context(): AudioContext {
    return this.#context;
  }

  #plug(mid: string, source: AudioNode, element: HTMLAudioElement | null): void {
    this.#remove(mid);
    const gain = new GainNode(this.#context, { gain: this.#gainOf(mid) });
    source.connect(gain).connect(this.#all);
    this.#slots.set(mid, { element, source, gain });
  }

  /** Who speaks on a line from now on. */
  assign(mid: string, user: UserId | null): void {
    this.#users.set(mid, user);
    const slot = this.#slots.get(mid);
    // At once: the first word of somebody quiet must not be loud.
    if (slot) slot.gain.gain.value = this.#gainOf(mid);
  }

  /** How loud people are, in percent. */
  volumesAre(volumes: Record<UserId, number>): void {
    this.#volumes = volumes;
    for (const [mid, { gain }] of this.#slots) this.#turn(gain, this.#gainOf(mid));
  }

  /** Nothing is heard, or all of it. */
  deafenedIs(deafened: boolean): void {
    this.#turn(this.#all, deafened ? 0 : 1);
  }

  /** `''` = the device of the system. Where it cannot be chosen, it stays that one. */
  async outputIs(device: string): Promise<void> {
    await this.#context.setSinkId?.(device).catch(() => undefined);
  }

  /** The connection is another one: its lines begin anew. */
  clear(): void {
    for (const mid of this.#slots.keys()) this.#remove(mid);
    this.#users.clear();
  }

  close(): void {
    this.clear();
    void this.#context.close();
  }

  #remove(mid: string): void {
    const slot = this.#slots.get(mid);
    if (!slot) return;
    slot.source.disconnect();
    slot.gain.disconnect();
    if (slot.element) slot.element.srcObject = null;
    this.#slots.delete(mid);
  }

  #gainOf(mid: string): number {
    return (this.#volumes[this.#users.get(mid) ?? ''] ?? WHOLE) / WHOLE;
  }

  #turn({ gain }: GainNode, to: number): void {
    gain.setTargetAtTime(to, this.#context.currentTime, SMOOTH_SECONDS);
  }
}

/** A context that does not run by then is kept from it. */
const BLOCKED_AFTER_MS = 600;
