/** What the browser gives a service worker, as far as ours uses it; the DOM's types know no such thing. */

/** An event that is not over before a promise is. */
export interface Lasting extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}

/** A request of a page. Whatever is not answered goes to the network. */
export interface Asking extends Lasting {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}

/** Somebody clicked on a notification. */
export interface Clicking extends Lasting {
  notification: Notification;
}

/** A push service handed something over. */
export interface Pushing extends Lasting {
  data: { json: () => unknown } | null;
}

/** The browser gave the subscription up; perhaps it made another one by itself. */
export interface Renewing extends Lasting {
  newSubscription?: PushSubscription | null;
}

/** A window of this origin. */
export interface Window {
  focused: boolean;
  focus: () => Promise<Window>;
  postMessage: (message: unknown) => void;
}

/** The worker's own surroundings. */
export interface Scope {
  location: Location;
  caches: CacheStorage;
  clients: {
    claim: () => Promise<void>;
    matchAll: (which: { type: 'window'; includeUncontrolled: boolean }) => Promise<Window[]>;
    openWindow: (path: string) => Promise<Window | null>;
  };
  registration: Pick<
    ServiceWorkerRegistration,
    'getNotifications' | 'showNotification' | 'pushManager'
  >;
  skipWaiting: () => Promise<void>;
  fetch: typeof fetch;
  addEventListener: ((type: 'install' | 'activate', listener: (event: Lasting) => void) => void) &
    ((type: 'fetch', listener: (event: Asking) => void) => void) &
    ((type: 'push', listener: (event: Pushing) => void) => void) &
    ((type: 'pushsubscriptionchange', listener: (event: Renewing) => void) => void) &
    ((type: 'notificationclick', listener: (event: Clicking) => void) => void);
}
