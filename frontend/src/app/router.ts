/** Which screen the address asks for. Features write plain links; this listens to them. */
import { useSyncExternalStore } from 'react';
import type { ChannelId } from '../protocol';

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
  | { screen: 'channel'; id: ChannelId }
  | { screen: 'nowhere' };

/** Reads an address. */
export function routeOf({
  pathname,
  search,
  hash,
}: Pick<Location, 'pathname' | 'search' | 'hash'>): Route {
  const [first = '', second = '', ...rest] = pathname.split('/').filter(Boolean);
  if (rest.length > 0) return { screen: 'nowhere' };
  if (second !== '') {
    const code = decoded(second);
    if (first === 'invite' && code !== null) return { screen: 'invite', code };
    if (first === 'channels' && /^\d+$/.test(second)) return { screen: 'channel', id: second };
    return { screen: 'nowhere' };
  }
  const token = new URLSearchParams(hash.slice(1)).get('token');
  switch (first) {
    case '':
      return { screen: 'home' };
    case 'login':
      return { screen: 'login', next: localPath(new URLSearchParams(search).get('next')) };
    case 'signup':
      return { screen: 'signup' };
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
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
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
