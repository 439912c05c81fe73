/** Notifications of the system: shown outside of the window, for whoever does not look at it. */

/** What may be shown. `missing`: this browser, or a page over plain HTTP, has no such thing. */
export type Permitted = NotificationPermission | 'missing';

/** Something to show. */
export interface Card {
  /** One card of a tag is shown at a time: the next takes its place. */
  tag: string;
  title: string;
  text: string;
  /** Where a click leads. */
  path: string;
}

/** What a click on a card says to the window that it brings to the front. */
export interface Clicked {
  type: 'notification-clicked';
  path: string;
}

const ICON = '/icon-192.png';

/** What it needs from outside. */
export interface DesktopDeps {
  /** `undefined` where there is none. */
  Notification: typeof Notification | undefined;
  serviceWorker: ServiceWorkerContainer | undefined;
  /** A card was clicked, and this window is in front now. */
  onClick: (path: string) => void;
}

/** The way to the system. */
export class Desktop {
  /** Those shown without a service worker, by tag. */
  readonly #shown = new Map<string, Notification>();

  constructor(private readonly deps: DesktopDeps) {
    deps.serviceWorker?.addEventListener('message', ({ data }) => {
      if (isClicked(data)) deps.onClick(data.path);
    });
  }

  /** What the person has said so far. */
  get permitted(): Permitted {
    return this.deps.Notification?.permission ?? 'missing';
  }

  /** Lets the browser ask. Only after a click, and only once somebody knows what for. */
  async ask(): Promise<Permitted> {
    return (await this.deps.Notification?.requestPermission()) ?? 'missing';
  }

  /** Shows a card; without permission nothing happens. */
  async show({ tag, title, text, path }: Card): Promise<void> {
    const { Notification } = this.deps;
    if (this.permitted !== 'granted' || !Notification) return;
    // Not heard: whoever wants to hear something hears our own sound.
    const options = { tag, body: text, icon: ICON, silent: true, data: { path } };
    const worker = await this.#worker();
    if (worker) {
      await worker.showNotification(title, options);
      return;
    }
    const card = new Notification(title, options);
    this.#shown.set(tag, card);
    card.addEventListener('click', () => {
      globalThis.focus();
      this.deps.onClick(path);
      card.close();
    });
    card.addEventListener('close', () => this.#shown.delete(tag));
  }

  /** Takes a card away: what it told of was seen. */
  async close(tag: string): Promise<void> {
    this.#shown.get(tag)?.close();
    const worker = await this.#worker();
    for (const card of (await worker?.getNotifications({ tag })) ?? []) card.close();
  }

  /** Through it a click finds a window even when all were closed; on phones it is the only way. */
  async #worker(): Promise<ServiceWorkerRegistration | undefined> {
    const registration = await this.deps.serviceWorker?.getRegistration();
    return registration?.active ? registration : undefined;
  }
}

function isClicked(data: unknown): data is Clicked {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'notification-clicked' &&
    'path' in data &&
    typeof data.path === 'string'
  );
}
