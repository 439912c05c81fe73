/**
 * The service worker: opens the client without a server, and shows what calls somebody. It runs
 * beside the windows and knows nobody; what people read is kept elsewhere (services/archive).
 */
import { click } from './click';
import { pushed } from './push';
import { renew } from './renew';
import type { Scope } from './scope';
import { answererOf, file, keep, page, tidy, type Shell } from './shell';

/** Written here by the build (vite.config.ts). */
declare const PARLOR_SHELL: Shell;

const scope = self as unknown as Scope;

scope.addEventListener('install', (event) => {
  // In force at once: windows that are open keep what they run, and are told that there is more.
  event.waitUntil(keep(PARLOR_SHELL, scope).then(() => scope.skipWaiting()));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(tidy(scope).then(() => scope.clients.claim()));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (answererOf(request, scope.location.origin)) {
    case 'page':
      event.respondWith(page(request, scope));
      break;
    case 'file':
      event.respondWith(file(request, scope));
      break;
    case 'network':
      break;
  }
});

scope.addEventListener('push', (event) => {
  event.waitUntil(pushed(event, scope));
});

scope.addEventListener('pushsubscriptionchange', (event) => {
  const { registration } = scope;
  const surroundings = { registration, fetch: scope.fetch.bind(scope), locks: navigator.locks };
  event.waitUntil(renew(event, surroundings));
});

scope.addEventListener('notificationclick', (event) => {
  event.waitUntil(click(event.notification, scope));
});
