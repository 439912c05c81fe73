import { describe, expect, it, vi } from 'vitest';
import { cardOf, pushed, type Words } from './push';
import { renew } from './renew';
import type { Scope, Window } from './scope';

const CALL = {
  kind: 'mention',
  channelId: '7',
  messageId: '9',
  author: 'Bo',
  channel: 'general',
  excerpt: '@Ada look',
  count: 1,
};

describe('a card', () => {
  const shown = (
    change: Partial<Omit<typeof CALL, 'excerpt' | 'channel'>> & {
      excerpt?: string | null;
      channel?: string | null;
    },
  ) => {
    const { title, options } = cardOf({ ...CALL, ...change });
    return `${title}: ${options.body}`;
  };

  it('says who, where and what', () => {
    expect(shown({})).toBe('Bo in #general: @Ada look');
    expect(shown({ kind: 'dm' })).toBe('Bo: @Ada look');
    expect(shown({ channel: null })).toBe('Bo: @Ada look');
    expect(shown({ excerpt: '' })).toBe('Bo in #general: A file');
    expect(shown({ count: 3 })).toBe('Bo in #general: @Ada look\nand 2 more');
  });

  it('tells no text that is to be left out, and no spoiler', () => {
    expect(shown({ excerpt: null })).toBe('Bo in #general: A new message');
    expect(shown({ excerpt: null, count: 2 })).toBe('Bo in #general: 2 new messages');
    expect(shown({ excerpt: 'so ||he dies|| and ||then sh' })).toBe(
      'Bo in #general: so ▒▒▒ and ▒▒▒',
    );
  });
});

/** What the worker was taught. */
let words: Partial<Words> = {};

function scopeOf(focused: boolean, ...there: string[]) {
  const showNotification = vi.fn(async () => undefined);
  const cards = there.map((path) => ({ data: { path } }) as Notification);
  const registration = { showNotification, getNotifications: async () => cards };
  const clients = { matchAll: async () => [{ focused } as Window] };
  const caches = { open: async () => ({ match: async () => Response.json(words) }) };
  const scope = { registration, clients, caches } as unknown as Scope;
  return { scope, showNotification };
}

describe('what is pushed', () => {
  const data = { json: () => CALL };

  it('is shown as a window would show it, and leads to the message', async () => {
    const { scope, showNotification } = scopeOf(false, '/channels/7/messages/8');
    await pushed({ data }, scope);
    const options = expect.objectContaining({
      tag: 'channel-7',
      data: { path: '/channels/7/messages/9' },
    }) as NotificationOptions;
    expect(showNotification).toHaveBeenCalledExactlyOnceWith('Bo in #general', options);
  });

  it('is not shown twice, nor to somebody who looks', async () => {
    for (const { scope, showNotification } of [
      scopeOf(false, '/channels/7/messages/9'),
      scopeOf(true),
    ]) {
      // One after the other is as good.
      // oxlint-disable-next-line no-await-in-loop
      await pushed({ data }, scope);
      expect(showNotification).not.toHaveBeenCalled();
    }
  });

  it('is said as the windows say it', async () => {
    words = { title: '{author} في #{channel}' };
    const { scope, showNotification } = scopeOf(false);
    await pushed({ data }, scope);
    expect(showNotification).toHaveBeenCalledWith('Bo في #general', expect.anything());
    words = {};
  });

  it('is shown as something new where nobody understands it', async () => {
    const broken = { json: () => JSON.parse('{') as unknown };
    const strange = { json: () => ({ ...CALL, channelId: '//evil.example' }) };
    for (const what of [null, broken, strange]) {
      const { scope, showNotification } = scopeOf(false);
      // oxlint-disable-next-line no-await-in-loop
      await pushed({ data: what }, scope);
      const options = expect.objectContaining({ data: { path: '/' } }) as NotificationOptions;
      expect(showNotification).toHaveBeenCalledExactlyOnceWith('Parlor', options);
    }
  });
});

describe('a subscription that the browser gave up', () => {
  const newSubscription = {
    toJSON: () => ({ endpoint: 'https://push.example/2', keys: { p256dh: 'p', auth: 'a' } }),
  } as unknown as PushSubscription;
  const subscribe = vi.fn(async () => newSubscription);
  const registration = { pushManager: { subscribe } } as unknown as Scope['registration'];
  const locks = {
    request: async (_name: string, then: () => unknown) => then(),
  } as unknown as LockManager;
  const serverOf = (...answers: Response[]) => {
    const asked: string[] = [];
    const fetch = async (path: RequestInfo | URL, init?: RequestInit) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      asked.push(`${init?.method ?? 'GET'} ${path as string} ${body}`.trim());
      return answers.shift() ?? new Response('', { status: 500 });
    };
    return { asked, fetch };
  };

  it('is made anew, as it was', async () => {
    const { asked, fetch } = serverOf(
      Response.json({ access_token: 't' }),
      Response.json({ publicKey: 'k', subscription: { hidesText: true } }),
      Response.json({}),
    );
    await renew({}, { registration, fetch, locks });
    expect(subscribe).toHaveBeenCalledExactlyOnceWith({
      userVisibleOnly: true,
      applicationServerKey: 'k',
    });
    expect(asked).toEqual([
      'POST /api/v1/auth/refresh {}',
      'GET /api/v1/users/me/push',
      'PUT /api/v1/users/me/push {"endpoint":"https://push.example/2","p256dh":"p","auth":"a","hidesText":true}',
    ]);
  });

  it('stays away where nobody is signed in, or it was ended', async () => {
    const stranger = serverOf(new Response('', { status: 401 }));
    await renew({ newSubscription }, { registration, fetch: stranger.fetch, locks });
    expect(stranger.asked).toHaveLength(1);
    const ended = serverOf(
      Response.json({ access_token: 't' }),
      Response.json({ publicKey: 'k', subscription: null }),
    );
    await renew({ newSubscription }, { registration, fetch: ended.fetch, locks });
    expect(ended.asked).toHaveLength(2);
  });
});
