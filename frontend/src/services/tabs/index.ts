/**
 * The windows of this browser, as one: one of them speaks for all (shows notifications, say), and
 * each can be asked whether somebody looks at a channel in it.
 */
import type { ChannelId } from '../../protocol';

/** Whoever holds it speaks. It is free again when that window closes, however it closes. */
const LOCK = 'parlor.speaker';

/** Windows answer at once; one that does not is busy or gone, and nobody reads in it. */
const ANSWER_MS = 250;

type Word =
  | { type: 'looking?'; question: string; channelId: ChannelId }
  | { type: 'looking'; question: string };

/** What it needs from outside. */
export interface TabsDeps {
  /** Web Locks; absent where the page came over plain HTTP from another machine. */
  locks: Pick<LockManager, 'request'> | undefined;
  /** Reaches the other windows; `null` where the browser has no such thing. */
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null;
  /** Whether somebody looks at this channel in this window. */
  isLookedAt: (channelId: ChannelId) => boolean;
  nonce: () => string;
}

/** This window among the others. */
export class Tabs {
  #speaks = false;
  #let: (() => void) | null = null;
  readonly #waiting = new Map<string, () => void>();

  constructor(private readonly deps: TabsDeps) {
    deps.channel?.addEventListener('message', ({ data }) => this.#hear(data as Word));
  }

  /** Takes part: this window speaks as soon as no other does. */
  join(): void {
    if (this.#let) return;
    const { locks } = this.deps;
    let here = true;
    const left = new Promise<void>((resolve) => {
      this.#let = () => {
        here = false;
        resolve();
      };
    });
    if (!locks) return;
    locks
      .request(LOCK, () => {
        this.#speaks = here;
        return left;
      })
      .catch(() => {
        // A page that is being put away gets no lock; nobody misses its voice.
      });
  }

  /** Somebody signed out here: this window no longer speaks. */
  leave(): void {
    this.#speaks = false;
    this.#let?.();
    this.#let = null;
  }

  /** Whether this window is the one that speaks. */
  get speaks(): boolean {
    return this.#speaks;
  }

  /** Whether somebody looks at this channel in any of the windows. */
  async isLookedAt(channelId: ChannelId): Promise<boolean> {
    const { channel, isLookedAt, nonce } = this.deps;
    if (isLookedAt(channelId)) return true;
    if (!channel) return false;
    const question = nonce();
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(question);
        resolve(false);
      }, ANSWER_MS);
      this.#waiting.set(question, () => {
        clearTimeout(timer);
        this.#waiting.delete(question);
        resolve(true);
      });
      this.#say({ type: 'looking?', question, channelId });
    });
  }

  #hear(word: Word): void {
    if (word.type === 'looking') this.#waiting.get(word.question)?.();
    else if (this.deps.isLookedAt(word.channelId)) {
      this.#say({ type: 'looking', question: word.question });
    }
  }

  #say(word: Word): void {
    this.deps.channel?.postMessage(word);
  }
}
