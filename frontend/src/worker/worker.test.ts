import { describe, expect, it, vi } from 'vitest';
import { click } from './click';
import type { Scope, Window } from './scope';
import { answererOf, file, page, tidy } from './shell';

const HERE = 'https://chat.example';

describe('who answers', () => {
  const answerer = (path: string, more: Partial<Request> = {}) =>
    answererOf({ method: 'GET', mode: 'cors', url: HERE + path, ...more }, HERE);

  it('is the page for whoever goes somewhere in the client', () => {
    expect(answerer('/channels/1/messages/2', { mode: 'navigate' })).toBe('page');
    expect(answerer('/apiary', { mode: 'navigate' })).toBe('page');
  });

  it('is the server for all that is its own', () => {
    for (const path of ['/api/v1/sync', '/api/docs', '/ws?v=1', '/healthz', '/metrics']) {
      expect(answerer(path, { mode: 'navigate' }), path).toBe('network');
    }
    expect(answerer('/login', { method: 'POST' })).toBe('network');
    expect(
      answererOf({ method: 'GET', mode: 'cors', url: 'https://else.example/a.js' }, HERE),
    ).toBe('network');
  });

  it('is what is kept for our own files', () => {
    expect(answerer('/assets/index-abc.js')).toBe('file');
  });
});

/** Caches by name, in the order they were made, each from path to text. */
function cachesOf(...named: [name: string, files: Record<string, string>][]) {
  const all = new Map(named);
  const response = (text: string | undefined) =>
    text === undefined ? undefined : new Response(text);
  const caches = {
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
    open: async (name: string) => ({
      match: async (what: Request | string) => {
        const path = typeof what === 'string' ? what : new URL(what.url).pathname;
        return response(all.get(name)?.[path]);
      },
    }),
  } as unknown as CacheStorage;
  return { caches, names: () => [...all.keys()] };
}
const asked = new Request(`${HERE}/channels/1`);
const answers =
  (body: string, status = 200) =>
  async () =>
    new Response(body, { status });

describe('the page', () => {
  const { caches } = cachesOf(
    ['parlor-shell-one', { '/index.html': 'kept, one' }],
    ['parlor-shell-two', { '/index.html': 'kept, two' }],
  );
  const shown = async (fetch: Scope['fetch'], waitMs?: number): Promise<string> =>
    (await page(asked, { caches, fetch }, waitMs)).text();

  it('is the server’s while it answers, also with a refusal', async () => {
    expect(await shown(answers('fresh'))).toBe('fresh');
    expect(await shown(answers('no', 404))).toBe('no');
  });

  it('is the newest that is kept when the server is gone, broken or slow', async () => {
    expect(await shown(() => Promise.reject(new TypeError('offline')))).toBe('kept, two');
    expect(await shown(answers('bad gateway', 502))).toBe('kept, two');
    expect(await shown(() => new Promise(() => undefined), 1)).toBe('kept, two');
  });

  it('is what the server says after all where nothing is kept', async () => {
    const none = cachesOf().caches;
    const bad = await page(asked, { caches: none, fetch: answers('bad gateway', 502) });
    expect(bad.status).toBe(502);
    const gone = await page(asked, { caches: none, fetch: () => Promise.reject(new TypeError()) });
    expect(gone.type).toBe('error');
  });
});

it('takes a file from any version that is kept, else from the network', async () => {
  const { caches } = cachesOf(
    ['parlor-shell-one', { '/assets/old.js': 'old', '/looks.js': 'looks, one' }],
    ['parlor-shell-two', { '/assets/new.js': 'new', '/looks.js': 'looks, two' }],
  );
  const text = async (path: string): Promise<string> =>
    (await file(new Request(HERE + path), { caches, fetch: answers('fetched') })).text();
  expect(await text('/assets/old.js')).toBe('old');
  expect(await text('/assets/new.js')).toBe('new');
  expect(await text('/looks.js')).toBe('looks, two');
  expect(await text('/assets/other.js')).toBe('fetched');
});

it('keeps two versions, and leaves alone what is not its own', async () => {
  const { caches, names } = cachesOf(
    ['parlor-shell-one', {}],
    ['somebody-else', {}],
    ['parlor-shell-two', {}],
    ['parlor-shell-three', {}],
  );
  await tidy({ caches });
  expect(names()).toEqual(['somebody-else', 'parlor-shell-two', 'parlor-shell-three']);
});

describe('a click', () => {
  const windowOf = (focused: boolean) => ({
    focused,
    focus: vi.fn(async () => ({}) as Window),
    postMessage: vi.fn(),
  });
  const clicked = async (path: unknown, ...windows: Window[]) => {
    const openWindow = vi.fn(async () => null);
    const close = vi.fn();
    const clients = { matchAll: async () => windows, openWindow, claim: async () => undefined };
    await click({ data: { path }, close } as unknown as Notification, { clients });
    expect(close).toHaveBeenCalledOnce();
    return openWindow;
  };

  it('goes to the window in front, or to any', async () => {
    const [behind, front] = [windowOf(false), windowOf(true)];
    const opened = await clicked('/channels/1/messages/2', behind, front);
    expect(opened).not.toHaveBeenCalled();
    expect(behind.postMessage).not.toHaveBeenCalled();
    expect(front.focus).toHaveBeenCalledOnce();
    expect(front.postMessage).toHaveBeenCalledWith({
      type: 'notification-clicked',
      path: '/channels/1/messages/2',
    });
  });

  it('opens a window where none is left, and only a page of our own', async () => {
    expect(await clicked('/channels/1')).toHaveBeenCalledWith('/channels/1');
    expect(await clicked('//evil.example')).toHaveBeenCalledWith('/');
    expect(await clicked(undefined)).toHaveBeenCalledWith('/');
  });
});
