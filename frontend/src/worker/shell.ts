/** The client's own files, kept so that it opens without a server. Nothing of anybody is in them. */
import type { Scope } from './scope';

/** Which files there are, and a word that changes when any of them does. */
export interface Shell {
  version: string;
  /** Paths from the root. */
  files: string[];
}

const PREFIX = 'parlor-shell-';

/**
 * So many versions stay: a window that was opened before an update still asks for parts of the
 * version before.
 */
const VERSIONS_KEPT = 2;

/** On a line that neither answers nor fails, the page comes from here after this time. */
export const PAGE_WAIT_MS = 3_000;

/** The one page there is. */
const PAGE = '/index.html';

/** What the server answers itself, also to somebody who types it into the address bar. */
const SERVERS = /^\/(?:api|ws|healthz|readyz|metrics)(?:\/|$)/;

/** Who answers a request: our page, our files, or only the network. */
export function answererOf(
  { method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>,
  origin: string,
): 'page' | 'file' | 'network' {
  const { origin: asked, pathname } = new URL(url);
  if (method !== 'GET' || asked !== origin || SERVERS.test(pathname)) return 'network';
  return mode === 'navigate' ? 'page' : 'file';
}

type Surroundings = Pick<Scope, 'caches' | 'fetch'>;

/** Fetches all files anew; fails as a whole when one of them cannot be had. */
export async function keep(shell: Shell, { caches }: Pick<Scope, 'caches'>): Promise<void> {
  const cache = await caches.open(PREFIX + shell.version);
  // Past the browser's own cache: what it holds may be of the version before.
  await cache.addAll(shell.files.map((path) => new Request(path, { cache: 'no-cache' })));
}

/** Forgets versions that no window can still be using. */
export async function tidy({ caches }: Pick<Scope, 'caches'>): Promise<void> {
  const old = (await versions(caches)).slice(VERSIONS_KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** A file: what is kept, else from the network. Names of parts tell their content. */
export async function file(request: Request, { caches, fetch }: Surroundings): Promise<Response> {
  return (await kept(request, caches)) ?? fetch(request);
}

/**
 * The page: from the server, so that an update comes with the next reload; from here when the
 * server does not answer in time, or only to say that it cannot.
 */
export async function page(
  request: Request,
  { caches, fetch }: Surroundings,
  waitMs = PAGE_WAIT_MS,
): Promise<Response> {
  const asked = fetch(request).catch(() => null);
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), waitMs);
  });
  const answer = await Promise.race([asked, late]);
  if (answer && answer.status < 500) return answer;
  return (await kept(PAGE, caches)) ?? answer ?? (await asked) ?? Response.error();
}

/** What the newest version has, or else the one before. */
async function kept(what: Request | string, caches: CacheStorage): Promise<Response | undefined> {
  for (const name of await versions(caches)) {
    // The newest that has it is the answer: there is nothing to do at the same time.
    // oxlint-disable-next-line no-await-in-loop
    const found = await (await caches.open(name)).match(what, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** The newest first; a browser lists them as they were made. */
async function versions(caches: CacheStorage): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX)).toReversed();
}
