/** Which screen the address asks for. Features write plain links; this listens to them. */
import { useSyncExternalStore } from 'react';
import type { ChannelId, MessageId, SpaceId } from '../protocol';
import { LEAVING } from '../ui/unsaved';
import type { PanelName } from './finding';

/** The addresses there are. */
export type Route =
  | { screen: 'home' }
  | { screen: 'login'; next: string }
  | { screen: 'signup' }
  | { screen: 'setup'; token: string | null }
  | { screen: 'forgot' }
  | { screen: 'reset'; token: string }
  | { screen: 'confirm'; token: string }
  | { screen: 'invite'; code: string }
  | { screen: 'space'; id: SpaceId }
  | { screen: 'dms' }
  /** `at`: the message to show, wherever it stands. */
  | { screen: 'channel'; id: ChannelId; at: MessageId | null }
  /** `tab`: the page of the settings; `null` = their list. `item`: one thing of that page. */
  | { screen: 'settings'; tab: string | null }
  | { screen: 'admin'; tab: string | null }
  | { screen: 'space-settings'; id: SpaceId; tab: string | null; item: string | null }
  | { screen: 'nowhere' };

/** Reads an address. */
export function routeOf({
  pathname,
  search,
  hash,
}: Pick<Location, 'pathname' | 'search' | 'hash'>): Route {
  const [first = '', second = '', ...rest] = pathname.split('/').filter(Boolean);
  if (second !== '') return placeOf(first, second, rest, new URLSearchParams(search));
  const token = new URLSearchParams(hash.slice(1)).get('token');
  switch (first) {
    case '':
      return { screen: 'home' };
    case 'login':
      return { screen: 'login', next: localPath(new URLSearchParams(search).get('next')) };
    case 'signup':
      return { screen: 'signup' };
    case 'dms':
      return { screen: 'dms' };
    case 'settings':
      return { screen: 'settings', tab: null };
    case 'admin':
      return { screen: 'admin', tab: null };
    case 'setup':
      return { screen: 'setup', token };
    case 'forgot':
      return { screen: 'forgot' };
    case 'reset':
      return token ? { screen: 'reset', token } : { screen: 'nowhere' };
    case 'confirm-email':
      return token ? { screen: 'confirm', token } : { screen: 'nowhere' };
    default:
      return { screen: 'nowhere' };
  }
}

/** An address of more than one word. */
function placeOf(first: string, second: string, rest: string[], query: URLSearchParams): Route {
  const [third, fourth, ...more] = rest;
  if (first === 'channels' && isId(second)) {
    const at = third === undefined ? query.get('at') : third === 'messages' ? fourth : undefined;
    if (at === undefined || more.length > 0) return { screen: 'nowhere' };
    return { screen: 'channel', id: second, at: at !== null && isId(at) ? at : null };
  }
  if (first === 'spaces' && isId(second) && third === 'settings' && more.length < 2) {
    return { screen: 'space-settings', id: second, tab: fourth ?? null, item: more[0] ?? null };
  }
  if (rest.length > 0) return { screen: 'nowhere' };
  if (first === 'settings') return { screen: 'settings', tab: second };
  if (first === 'admin') return { screen: 'admin', tab: second };
  if (first === 'spaces' && isId(second)) return { screen: 'space', id: second };
  const code = decoded(second);
  return first === 'invite' && code !== null ? { screen: 'invite', code } : { screen: 'nowhere' };
}

function isId(part: string): boolean {
  return /^\d+$/.test(part);
}

/** `null` for what no program would have written. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Only a path of this very server: an address from outside must not lead elsewhere. */
function localPath(path: string | null): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/';
}

const CHANGED = 'parlor:address';

/** Goes to an address of this server. `replace` where the one before is not worth going back to. */
export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  // An open drawer or panel is a step of its own; who goes elsewhere from it does not come back to it.
  if (how === 'push' && !drawer()) history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  dispatchEvent(new Event(CHANGED));
}

/**
 * Lets a page keep somebody who steps back or forth in the history of the browser: it can be asked
 * only once the address is another one, so then the step is undone. Before all who follow the
 * address, or they would see the other one.
 */
export function askBeforeLeaving(): void {
  let shown = address();
  addEventListener(CHANGED, () => {
    shown = address();
  });
  addEventListener('popstate', (event) => {
    const same = address() === shown;
    if (same || dispatchEvent(new Event(LEAVING, { cancelable: true }))) {
      shown = address();
      return;
    }
    event.stopImmediatePropagation();
    history.pushState(null, '', shown);
  });
}

/** What lies above the conversation on a small screen. */
export type Open = 'channels' | 'people' | PanelName | null;

const drawer = (): Open => (history.state as { drawer?: Open } | null)?.drawer ?? null;

/** Which drawer or panel is open. Opening one is a step, so that the way back closes it. */
export function useDrawer(): [open: Open, show: (next: Open) => void] {
  const open = useSyncExternalStore(subscribe, drawer);
  return [open, showDrawer];
}

function showDrawer(next: Open): void {
  const before = drawer();
  if (next === before) return;
  if (next === null) history.back();
  else if (before === null) history.pushState({ drawer: next }, '');
  else history.replaceState({ drawer: next }, '');
  dispatchEvent(new Event(CHANGED));
}

/** The address now, as a string that changes when it does. */
const address = (): string => location.pathname + location.search + location.hash;

function subscribe(changed: () => void): () => void {
  const events = ['popstate', 'hashchange', CHANGED];
  for (const event of events) addEventListener(event, changed);
  return () => {
    for (const event of events) removeEventListener(event, changed);
  };
}

/** The route of the address, as it changes. */
export function useRoute(): Route {
  useSyncExternalStore(subscribe, address);
  return routeOf(location);
}

/** Follows a click on a link of this server without loading the page again. */
export function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) {
    return;
  }
  event.preventDefault();
  navigate(link.pathname + link.search + link.hash);
}

/** Those with settings over the whole window. */
export type SettingsRoute = Extract<Route, { screen: 'settings' | 'admin' | 'space-settings' }>;

/** Whether an address is one of these. */
export function isSettings(route: Route): route is SettingsRoute {
  return ['settings', 'admin', 'space-settings'].includes(route.screen);
}
