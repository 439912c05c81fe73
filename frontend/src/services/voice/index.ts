/** Voice: does what `seat.ts` decides, with a real socket, microphone, clock and dice. */
import type {
  ChannelId,
  Code,
  Transport,
  UserId,
  VideoKind,
  VoiceAction,
  VoiceCommand,
  VoiceEvent,
} from '../../protocol';
import type { Renewal } from '../api/session';
import { isCode } from '../api/problem';
import type { Call, News, Quality } from './call';
import type { Choices } from './choices';
import { Ears } from './ears';
import { Frames } from './frames';
import { canFrames } from './frames/can';
import { Media } from './media';
import { closeMicrophone, openMicrophone, troubleOf, type Microphone } from './microphone';
import { after, type People } from './people';
import {
  deadline,
  isWanted,
  STANDING,
  step,
  type Effect,
  type Input,
  type MicrophoneTrouble,
  type Seat,
} from './seat';
import { play, type Sound } from './sounds';
import { Video, type VideoTrouble } from './video';
import { Lines } from './video/lines';

/** What voice needs from outside. */
export interface VoiceDeps {
  /** A ticket for one socket of a channel. */
  ticket: (channelId: ChannelId) => Promise<string>;
  /** `resume`: what takes the same seat again. */
  open: (channelId: ChannelId, ticket: string, resume: string | null) => WebSocket;
  /** Gets a new access token. */
  renew: () => Promise<Renewal>;
  now: () => number;
  random: () => number;
  choices: Choices;
  /** A camera or a screen could not be shown, or is shown no more. */
  onVideoTrouble: (kind: VideoKind, trouble: VideoTrouble) => void;
  /** Something that was asked for in a call is not done, such as moving somebody. */
  onRefused: (code: Code, detail: string) => void;
  /** The call is another one; `null` = there is none. */
  onCall: (call: Call | null) => void;
}

/** One person's voice in this window. */
export class Voice {
  /** What one shows and sees. */
  readonly video: Video;
  #seat: Seat = STANDING;
  #people: People = [];
  #quality: Quality | null = null;
  #news: News | null = null;
  #blocked = false;
  /** Whether the key is held that opens the microphone. */
  #held = false;
  #choices: Choices;
  #socket: WebSocket | null = null;
  /** Counts sockets, and microphones, so that a late word of an old one is known as such. */
  #generation = 0;
  #asked = 0;
  #microphone: Microphone | null = null;
  #media: Media | null = null;
  #ears: Ears | null = null;
  /** While sound goes by frames. */
  #frames: Frames | null = null;
  #way: Transport | null = null;
  #pinging: ReturnType<typeof setInterval> | undefined;
  /** Offers are answered one after the other. */
  #answering: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #letGo: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: VoiceDeps) {
    this.#choices = deps.choices;
    this.video = new Video({
      say: (command) => this.#say(command),
      onTrack: (kind) => void this.#media?.shows(kind).catch(() => undefined),
      onTrouble: deps.onVideoTrouble,
      onChange: () => this.#show(),
    });
    addEventListener('pagehide', () => this.leave());
    const { connection } = navigator as { connection?: EventTarget };
    connection?.addEventListener('change', () => this.networkChanged());
  }

  /** Takes a seat; `listening` without a microphone. Right after a click: browsers want to know. */
  join(channelId: ChannelId, listening: boolean): void {
    this.#take({ type: 'join', channelId, listening, frames: canFrames() });
    this.#ears ??= this.#listen();
  }

  /** Gives the seat up, or what was told of a seat that could not be had. */
  leave(): void {
    const sat = isWanted(this.#seat);
    this.#take({ type: 'leave' });
    if (sat) this.#sound('left');
  }

  /** Not heard; who unmutes wants to hear as well. */
  mute(muted: boolean): void {
    const deafened = muted && this.#seat.deafened;
    this.#own({ muted, deafened });
  }

  /** Hears nothing, and is not heard meanwhile. */
  deafen(deafened: boolean): void {
    this.#own({ muted: this.#seat.muted, deafened });
  }

  /** The key is held, or was let go of. */
  hold(held: boolean): void {
    clearTimeout(this.#letGo);
    const set = (): void => {
      this.#held = held;
      this.#openIs();
      this.#show();
    };
    if (held) set();
    else this.#letGo = setTimeout(set, this.#choices.releaseMs);
  }

  /** Other choices are in force at once. */
  choose(choices: Choices): void {
    const before = this.#choices;
    this.#choices = choices;
    this.#ears?.volumesAre(choices.volumes);
    if (choices.output !== before.output) void this.#ears?.outputIs(choices.output);
    const another = (['input', 'echo', 'noise', 'gain'] as const).some(
      (each) => choices[each] !== before[each],
    );
    // Where that does not work, the one before stays.
    if (another && this.#microphone) this.#changeMicrophone().catch(() => undefined);
    this.#openIs();
    this.#show();
  }

  /** Does something to somebody in the channel, by permission. */
  moderate(userId: UserId, action: VoiceAction, channelId?: ChannelId): void {
    this.#say({ type: 'moderate', userId, action, ...(channelId ? { channelId } : {}) });
  }

  /** Somebody touched the page: now it may be heard. */
  resume(): void {
    void this.#ears?.resume();
  }

  /** The network is back, or another one. */
  networkChanged(): void {
    this.#take({ type: 'network' });
  }

  /** Whoever listens takes a microphone after all; gives why that was not possible. */
  async speak(): Promise<MicrophoneTrouble | null> {
    try {
      await this.#changeMicrophone();
      return null;
    } catch (error) {
      return troubleOf(error);
    }
  }

  #own(wanted: { muted: boolean; deafened: boolean }): void {
    const { muted, deafened } = this.#seat;
    const quieter = Number(wanted.muted || wanted.deafened) - Number(muted || deafened);
    this.#take({ type: 'own', ...wanted });
    if (quieter > 0) this.#sound('muted');
    if (quieter < 0) this.#sound('unmuted');
  }

  #listen(): Ears {
    const ears = new Ears((blocked) => {
      this.#blocked = blocked;
      this.#show();
    });
    ears.volumesAre(this.#choices.volumes);
    if (this.#choices.output !== '') void ears.outputIs(this.#choices.output);
    return ears;
  }

  #take(input: Input): void {
    const { now, random } = this.deps;
    const before = this.#seat;
    const [seat, effects] = step(before, input, { now: now(), random });
    this.#seat = seat;
    for (const effect of effects) this.#perform(effect);
    this.#schedule();
    this.#openIs();
    this.#ears?.deafenedIs(seat.deafened);
    const first = before.phase.status === 'connecting' && seat.phase.status === 'connected';
    if (first) this.#sound('joined');
    this.#show();
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'ask':
        void this.#ask();
        break;
      case 'open':
        void this.#open(effect.channelId, effect.resume);
        break;
      case 'close':
        this.#drop();
        break;
      case 'renew':
        void this.deps
          .renew()
          .then((renewal) => this.#take({ type: 'renewed', ok: renewal === 'renewed' }));
        break;
      case 'say':
        this.#say(effect.command);
        break;
      case 'build':
        this.#build(effect);
        break;
      case 'answer':
        this.#answering = this.#answer(effect.sdp, effect.rev, this.#answering);
        break;
      case 'candidate':
        void this.#media?.candidate(effect.candidate);
        break;
      case 'carry':
        if (effect.by === 'frames') this.#byFrames(effect.bitrate);
        else void this.#byMedia();
        break;
      case 'refused':
        this.deps.onRefused(effect.code, effect.detail);
        break;
      case 'slot':
        this.#ears?.assign(effect.mid, effect.userId);
        break;
      case 'release':
        this.#release();
        break;
    }
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const microphone = await openMicrophone(this.#choices);
      if (asked !== this.#asked) {
        closeMicrophone(microphone);
        return;
      }
      this.#use(microphone);
      this.#take({ type: 'microphone', trouble: null });
    } catch (error) {
      if (asked === this.#asked) this.#take({ type: 'microphone', trouble: troubleOf(error) });
    }
  }

  /** While one is in the channel; the one before is heard until the other is there. */
  async #changeMicrophone(): Promise<void> {
    const asked = ++this.#asked;
    const microphone = await openMicrophone(this.#choices);
    if (asked !== this.#asked || !isWanted(this.#seat)) {
      closeMicrophone(microphone);
      return;
    }
    this.#use(microphone);
    this.#take({ type: 'listening', on: false });
    this.#frames?.speaksInto(microphone.track);
    await this.#media?.speaksInto(microphone.track);
  }

  #use(microphone: Microphone): void {
    if (this.#microphone) closeMicrophone(this.#microphone);
    this.#microphone = microphone;
    this.#openIs();
    // Unplugged: the one of the system takes its place, else one only listens.
    microphone.track.addEventListener('ended', () => {
      if (this.#microphone !== microphone) return;
      this.#changeMicrophone().catch(() => {
        this.#microphone = null;
        this.#take({ type: 'listening', on: true });
        this.#frames?.speaksInto(null);
        void this.#media?.speaksInto(null);
      });
    });
  }

  /** The microphone is open when nothing keeps it shut. */
  get #isOpen(): boolean {
    const { muted, deafened } = this.#seat;
    const held = this.#choices.mode === 'open' || this.#held;
    return this.#microphone !== null && !muted && !deafened && held;
  }

  #openIs(): void {
    if (this.#microphone) this.#microphone.track.enabled = this.#isOpen;
  }

  async #open(channelId: ChannelId, resume: string | null): Promise<void> {
    this.#drop();
    const generation = this.#generation;
    const current = (): boolean => generation === this.#generation;
    try {
      const ticket = await this.deps.ticket(channelId);
      if (!current()) return;
      const socket = this.deps.open(channelId, ticket, resume);
      socket.binaryType = 'arraybuffer';
      this.#socket = socket;
      socket.addEventListener('message', ({ data }) => {
        if (current()) this.#hear(data);
      });
      socket.addEventListener('close', ({ code }) => {
        if (current()) this.#take({ type: 'closed', code });
      });
    } catch (error) {
      if (current()) this.#take({ type: 'closed', code: codeOf(error) });
    }
  }

  #drop(): void {
    this.#generation += 1;
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #say(command: VoiceCommand): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }

  #hear(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.#frames?.hear(data, performance.now());
      return;
    }
    const event = parse(data);
    if (!event) return;
    if (event.type === 'pong') this.#measure(event.t);
    this.#tell(event);
    this.video.hear(event);
    this.#people = after(this.#people, event);
    if (event.type === 'quality' && !this.#frames) {
      const { rttMs, lossUp, lossDown, jitterMs } = event;
      this.#quality = { rttMs, lossUp, lossDown, jitterMs };
    }
    this.#take({ type: 'frame', event });
  }

  /** Who comes and goes is heard, and said to those who hear the page. */
  #tell(event: VoiceEvent): void {
    if (event.type !== 'join' && event.type !== 'leave') return;
    const { userId } = event;
    const before = this.#people.find(({ user }) => user.id === userId);
    if (userId === this.#seat.selfId) return;
    const came = event.type === 'join';
    // A seat that is taken again is no news.
    if (came === (before !== undefined)) return;
    const id = (this.#news?.id ?? 0) + 1;
    const name = (came ? event.user : before?.user)?.displayName ?? '';
    this.#news = { id, what: came ? 'came' : 'went', name, reason: came ? 'left' : event.reason };
    this.#sound(came ? 'came' : 'went');
  }

  #build({ iceServers, bitrate }: Effect & { type: 'build' }): void {
    this.#media?.close();
    this.#endFrames();
    this.#ears?.clear();
    this.#way = null;
    const media: Media = new Media({
      iceServers,
      bitrate,
      track: this.#microphone?.track ?? null,
      now: () => performance.now(),
      lines: new Lines(
        () => this.video.limits,
        (kind) => this.video.track(kind),
      ),
      onFlow: (to) => {
        if (media === this.#media) this.#take({ type: 'flow', to });
      },
      onCandidate: (candidate) => {
        if (media === this.#media) this.#say({ type: 'candidate', candidate });
      },
      onLine: (mid, track) => {
        if (media !== this.#media) return;
        if (track.kind === 'video') this.video.add(mid, track);
        else this.#ears?.add(mid, track);
      },
    });
    this.#media = media;
    this.video.begin();
  }

  async #answer(offer: string, rev: number, before: Promise<void>): Promise<void> {
    await before;
    const media = this.#media;
    try {
      const sdp = await media?.answer(offer);
      if (media === this.#media && sdp) this.#say({ type: 'answer', sdp, rev });
    } catch {
      if (media === this.#media) this.#take({ type: 'flow', to: 'failed' });
    }
  }

  /** Nothing else gets through: sound goes by the socket. */
  #byFrames(bitrate: number): void {
    this.#say({ type: 'transport', transport: 'ws' });
    this.#way = 'ws';
    const ears = this.#ears;
    if (this.#frames || !ears) return;
    this.#quality = null;
    this.#frames = new Frames({
      context: ears.context,
      bitrate,
      track: this.#microphone?.track ?? null,
      socket: () => this.#socket,
      onSlot: (mid, node) => ears.plug(mid, node),
      onBroken: () => this.#take({ type: 'frameless' }),
    });
    this.#ping();
    this.#pinging = setInterval(() => this.#ping(), PING_MS);
  }

  /** Back to what is better, and which of both it is. */
  async #byMedia(): Promise<void> {
    if (this.#frames) this.#say({ type: 'transport', transport: 'udp' });
    this.#endFrames();
    const media = this.#media;
    const way = await media?.way().catch(() => undefined);
    if (way === undefined || media !== this.#media || this.#frames) return;
    if (this.#way !== way) this.#say({ type: 'transport', transport: way });
    this.#way = way;
    this.#show();
  }

  #endFrames(): void {
    clearInterval(this.#pinging);
    this.#frames?.close();
    this.#frames = null;
    this.#ears?.unplug();
  }

  #ping(): void {
    this.#say({ type: 'ping', t: Math.round(performance.now()) });
  }

  /** Frames are measured here: the server sees nothing of how they come. */
  #measure(t: number | undefined): void {
    if (this.#frames && t !== undefined) {
      this.#quality = this.#frames.quality(Math.max(0, performance.now() - t));
    }
  }

  #release(): void {
    this.#asked += 1;
    this.#endFrames();
    this.#way = null;
    this.#media?.close();
    this.#media = null;
    this.video.end();
    this.#ears?.close();
    this.#ears = null;
    if (this.#microphone) closeMicrophone(this.#microphone);
    this.#microphone = null;
    this.#people = [];
    this.#quality = null;
    this.#blocked = false;
    this.#held = false;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const at = deadline(this.#seat);
    if (at === null) return;
    const wait = Math.max(0, at - this.deps.now());
    this.#timer = setTimeout(() => this.#take({ type: 'tick' }), wait);
  }

  #sound(sound: Sound): void {
    if (this.#choices.sounds) play(sound, this.#choices.output);
  }

  #show(): void {
    const { channelId, phase, selfId, listening, muted, deafened } = this.#seat;
    if (channelId === null) {
      this.deps.onCall(null);
      return;
    }
    this.deps.onCall({
      channelId,
      phase,
      selfId,
      people: this.#people,
      listening,
      muted,
      deafened,
      open: this.#isOpen,
      quality: this.#quality,
      way: phase.status === 'connected' ? this.#way : null,
      shows: this.video.limits
        ? { camera: this.video.is('camera'), screen: this.video.is('screen') }
        : null,
      blocked: this.#blocked,
      news: this.#news,
    });
  }
}

/** While sound goes by frames, how long there and back takes is measured so often. */
const PING_MS = 2_000;

/** What a socket would have closed with, had there been a ticket for it. */
function codeOf(error: unknown): number {
  if (isCode(error, 'NOT_FOUND')) return 4404;
  return isCode(error, 'FORBIDDEN') ? 4403 : 1006;
}

/** A frame that is not JSON, or not an object with a type, is ignored. */
function parse(data: unknown): VoiceEvent | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    const typed = typeof frame === 'object' && frame !== null && 'type' in frame;
    return typed ? (frame as VoiceEvent) : null;
  } catch {
    return null;
  }
}
