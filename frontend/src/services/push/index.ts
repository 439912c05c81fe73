/** Web push: the browser's own part, which is a subscription at the push service of its maker. */

/** What cards say, with what is filled in between braces. */
export interface CardWords {
  title: string;
  message: string;
  messages: string;
  file: string;
  more: string;
  unknown: string;
}

/** Where the worker finds them (worker/push). */
const WORDS = { cache: 'parlor-words', path: '/push-words' };

/** What it needs from outside. */
export interface PushDeps {
  /** `undefined` where the browser has none, or the page came over plain HTTP. */
  serviceWorker: ServiceWorkerContainer | undefined;
  Notification: typeof Notification | undefined;
  /** Whether the browser knows web push at all. */
  known: boolean;
}

/** The way to it. */
export class Push {
  constructor(private readonly deps: PushDeps) {}

  /** Whether there is such a thing here. */
  get isThere(): boolean {
    const { serviceWorker, Notification, known } = this.deps;
    return serviceWorker !== undefined && Notification !== undefined && known;
  }

  /** Whether the person said yes, no, or nothing yet. */
  get permitted(): NotificationPermission {
    return this.deps.Notification?.permission ?? 'denied';
  }

  /** Lets the browser ask. Only after a click, and only once somebody knows what for. */
  async ask(): Promise<NotificationPermission> {
    return (await this.deps.Notification?.requestPermission()) ?? 'denied';
  }

  /** The subscription of this browser, if it has one. */
  async subscription(): Promise<PushSubscription | null> {
    const registration = await this.deps.serviceWorker?.getRegistration();
    return (await registration?.pushManager.getSubscription()) ?? null;
  }

  /** Subscribes with the key of the server; one that was made with another key makes way. */
  async subscribe(publicKey: string): Promise<PushSubscription> {
    const { serviceWorker } = this.deps;
    const registration = await serviceWorker?.ready;
    if (!registration) throw new TypeError('there is no service worker');
    const before = await registration.pushManager.getSubscription();
    if (before && keyOf(before) === publicKey) return before;
    await before?.unsubscribe();
    return registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: publicKey,
    });
  }

  /** Teaches the worker, which is alone when it shows something, how to say it. */
  async teach(words: CardWords): Promise<void> {
    const cache = await caches.open(WORDS.cache);
    await cache.put(WORDS.path, Response.json(words));
  }

  /** Gives the subscription up: the push service takes nothing more for it. */
  async unsubscribe(): Promise<void> {
    await (await this.subscription())?.unsubscribe();
  }
}

/** As the server writes it: base64url. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
