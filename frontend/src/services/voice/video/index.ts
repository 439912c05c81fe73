/** What one shows and sees in a call. */
import type { UserId, VideoKind, VideoLimits, VoiceCommand, VoiceEvent } from '../../../protocol';
import { troubleOf } from '../microphone';
import type { MicrophoneTrouble } from '../seat';
import { capture } from './capture';
import { keyOf, wishesOf, type Cap, type VideoKey } from './wishes';

/** Why something could not be shown, or is shown no more. */
export type VideoTrouble = Exclude<MicrophoneTrouble, 'denied'> | 'denied' | 'ended';

/** What this needs, and whom it tells. */
export interface VideoDeps {
  say: (command: VoiceCommand & { ref?: string }) => void;
  /** A track of one's own is another one. */
  onTrack: (kind: VideoKind) => void;
  onTrouble: (kind: VideoKind, trouble: VideoTrouble) => void;
  /** What one shows, or may show, is another thing. */
  onChange: () => void;
}

type Own = { status: 'opening' } | { status: 'shown'; stream: MediaStream; told: boolean };

const KINDS: readonly VideoKind[] = ['camera', 'screen'];
/** What comes into sight together is asked for together. */
const TOGETHER_MS = 120;

/** One for a window. */
export class Video {
  /** What one may show and see; nothing before one is told, or where there is no video. */
  limits: VideoLimits | undefined;
  readonly #own = new Map<VideoKind, Own>();
  /** The lines on which others come, and who is on each. */
  readonly #streams = new Map<string, MediaStream>();
  readonly #slots = new Map<string, VideoKey>();
  readonly #sights = new Map<VideoKey, number>();
  readonly #watchers = new Set<() => void>();
  #cap: Cap = 'auto';
  #said = '[]';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #self: UserId | null = null;

  constructor(private readonly deps: VideoDeps) {
    document.addEventListener('visibilitychange', () => this.#soon());
  }

  /** Whether one shows it, or is about to. */
  is(kind: VideoKind): 'off' | Own['status'] {
    return this.#own.get(kind)?.status ?? 'off';
  }

  /** Opens a camera or a screen and shows it. Right after a click. */
  async show(kind: VideoKind): Promise<void> {
    if (this.#own.has(kind)) return;
    const opening: Own = { status: 'opening' };
    this.#is(kind, opening);
    try {
      const track = await capture(kind);
      if (this.#own.get(kind) !== opening) {
        track.stop();
        return;
      }
      // The browser has a button of its own that ends it; a camera may be unplugged.
      track.addEventListener('ended', () => {
        const own = this.#own.get(kind);
        if (own?.status === 'shown' && own.stream.getTracks().includes(track)) this.hide(kind);
      });
      this.#is(kind, { status: 'shown', stream: new MediaStream([track]), told: false });
      this.#publish(kind);
      this.deps.onTrack(kind);
    } catch (error) {
      if (this.#own.get(kind) !== opening) return;
      this.#is(kind, null);
      // Who closes the browser's own question about a screen has changed their mind.
      const trouble = troubleOf(error);
      if (kind === 'camera' || trouble !== 'denied') this.deps.onTrouble(kind, trouble);
    }
  }

  /** Shows it no more. */
  hide(kind: VideoKind): void {
    const own = this.#own.get(kind);
    if (!own) return;
    this.#stop(kind);
    if (own.status === 'shown') this.deps.say({ type: 'unpublish', kind });
  }

  /** One's own track, as it is sent. */
  track(kind: VideoKind): MediaStreamTrack | null {
    const own = this.#own.get(kind);
    return own?.status === 'shown' ? (own.stream.getVideoTracks()[0] ?? null) : null;
  }

  /** Somebody's video, one's own too; `null` = nothing of it has come. */
  stream(userId: UserId, kind: VideoKind): MediaStream | null {
    const own = this.#own.get(kind);
    if (userId === this.#self) return own?.status === 'shown' ? own.stream : null;
    const key = keyOf(userId, kind);
    for (const [mid, shown] of this.#slots)
      if (shown === key) return this.#streams.get(mid) ?? null;
    return null;
  }

  /** Tells whenever a stream is another one; gives what ends it. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** A video is in sight, so many pixels wide; `0` = no longer. */
  sees(userId: UserId, kind: VideoKind, width: number): void {
    const key = keyOf(userId, kind);
    if ((this.#sights.get(key) ?? 0) === width) return;
    if (width > 0) this.#sights.set(key, width);
    else this.#sights.delete(key);
    this.#soon();
  }

  /** Nothing is better than this from now on. */
  cap(cap: Cap): void {
    this.#cap = cap;
    this.#soon();
  }

  /** A line on which others come. */
  add(mid: string, track: MediaStreamTrack): void {
    this.#streams.set(mid, new MediaStream([track]));
    this.#changed();
  }

  /** The media is made anew: on another seat nothing is shown, and nothing asked for. */
  begin(): void {
    this.#streams.clear();
    this.#slots.clear();
    this.#said = '[]';
    this.#changed();
    for (const kind of KINDS) if (this.is(kind) === 'shown') this.#publish(kind);
    this.#soon();
  }

  /** What the server says of it. */
  hear(event: VoiceEvent): void {
    switch (event.type) {
      case 'ready':
        this.#self = event.selfId;
        this.limits = event.limits.video;
        break;
      case 'limits':
        this.limits = event.limits.video;
        break;
      case 'video_slot':
        if (event.userId === null || event.kind === null) this.#slots.delete(event.mid);
        else this.#slots.set(event.mid, keyOf(event.userId, event.kind));
        this.#changed();
        break;
      case 'voice_state':
        if (event.userId === this.#self) {
          this.#told('camera', event.state.video);
          this.#told('screen', event.state.screen);
        }
        break;
      case 'error':
        for (const kind of KINDS) if (event.ref === refOf(kind)) this.#stop(kind);
        break;
      default:
        break;
    }
  }

  /** The call is over. */
  end(): void {
    for (const kind of KINDS) this.#stop(kind);
    clearTimeout(this.#timer);
    this.#streams.clear();
    this.#slots.clear();
    this.#said = '[]';
    this.limits = undefined;
    this.#self = null;
    this.#changed();
  }

  /** Whether the others see it, as the server says; it ends what one may not show any more. */
  #told(kind: VideoKind, shown: boolean): void {
    const own = this.#own.get(kind);
    if (own?.status !== 'shown') return;
    if (own.told && !shown) {
      this.#stop(kind);
      this.deps.onTrouble(kind, 'ended');
    }
    own.told = shown;
  }

  #publish(kind: VideoKind): void {
    const own = this.#own.get(kind);
    if (own?.status === 'shown') own.told = false;
    this.deps.say({ type: 'publish', kind, ref: refOf(kind) });
  }

  #stop(kind: VideoKind): void {
    const own = this.#own.get(kind);
    if (!own) return;
    this.#is(kind, null);
    if (own.status === 'shown') {
      for (const track of own.stream.getTracks()) track.stop();
      this.deps.onTrack(kind);
    }
  }

  #is(kind: VideoKind, own: Own | null): void {
    if (own) this.#own.set(kind, own);
    else this.#own.delete(kind);
    this.deps.onChange();
    this.#changed();
  }

  /** What is in sight is asked for; in a window that nobody sees, nothing is. */
  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const seen = document.visibilityState === 'visible' || isApart();
      const others = [...this.#sights].filter(([key]) => !key.startsWith(`${this.#self}:`));
      const videos = seen ? wishesOf(new Map(others), this.#cap) : [];
      const said = JSON.stringify(videos);
      if (said === this.#said || this.#self === null) return;
      this.#said = said;
      this.deps.say({ type: 'subscribe', videos: videos.slice(0, this.limits?.slots ?? MOST) });
    }, TOGETHER_MS);
  }

  #changed(): void {
    for (const changed of this.#watchers) changed();
  }
}

/** Where one may show nothing, the server does not say how much one may see. */
const MOST = 9;

/** A picture that stands over all windows is seen when this one is not. */
function isApart(): boolean {
  return (
    document.pictureInPictureElement !== null && document.pictureInPictureElement !== undefined
  );
}

const refOf = (kind: VideoKind): string => `video-${kind}`;
