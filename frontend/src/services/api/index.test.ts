import { describe, expect, it, vi } from 'vitest';
import { Api } from './index';
import { explain, fieldsOf, isCode, Refusal, Unreachable } from './problem';

const TOKEN = {
  access_token: 'e30.e30.s',
  token_type: 'bearer',
  refresh_token: '',
  expires_in: 600,
};

/** What the server answers to each call, in turn; and what it was asked. */
function bench(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  const inits: RequestInit[] = [];
  const ended = vi.fn();
  const api = new Api({
    fetch: async (path, init = {}) => {
      asked.push(`${init.method} ${String(path)}`);
      inits.push(init);
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('nobody answers');
    },
    locks: undefined,
    now: () => 0,
    onEnded: ended,
    onReplaced: vi.fn(),
  });
  const headers = (call: number): Record<string, string> =>
    (inits[call]?.headers ?? {}) as Record<string, string>;
  return { api, asked, inits, headers, ended };
}

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'X-Request-Id': 'r-1' } });

const refusal = (status: number, code: string, more: object = {}): Response =>
  json(
    { type: 'about:blank', title: '', status, detail: 'No.', code, requestId: 'r-1', ...more },
    status,
  );

describe('calls', () => {
  it('carry the access token, renewed first where there is none', async () => {
    const { api, asked, headers } = bench(json(TOKEN), json({ hello: 1 }));
    expect(await api.get('/sync')).toEqual({ hello: 1 });
    expect(asked).toEqual(['POST /api/v1/auth/refresh', 'GET /api/v1/sync']);
    expect(headers(0)['X-Token-Delivery']).toBe('cookie');
    expect(headers(1)['Authorization']).toBe(`Bearer ${TOKEN.access_token}`);
  });

  it('are tried once more with a new token when the old one has died', async () => {
    const { api, asked } = bench(
      json(TOKEN),
      refusal(401, 'UNAUTHENTICATED'),
      json(TOKEN),
      json({ hello: 1 }),
    );
    expect(await api.get('/sync')).toEqual({ hello: 1 });
    expect(asked).toHaveLength(4);
  });

  it('fail when the session is over, which is said once', async () => {
    const { api, asked, ended } = bench(
      json(TOKEN),
      refusal(401, 'UNAUTHENTICATED'),
      refusal(401, 'UNAUTHENTICATED'),
    );
    await expect(api.get('/sync')).rejects.toThrow(Refusal);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(asked).toHaveLength(3);
  });

  it('are not repeated for any other refusal', async () => {
    const { api, asked } = bench(json(TOKEN), refusal(403, 'INVALID_CREDENTIALS'));
    await expect(api.post('/auth/password', {})).rejects.toThrow('No.');
    expect(asked).toHaveLength(2);
  });

  it('without a body say nothing of its kind', async () => {
    const { api, inits, headers } = bench(json(TOKEN), new Response(null, { status: 204 }));
    expect(await api.post('/auth/logout-all')).toBeUndefined();
    expect(inits[1]?.body).toBeUndefined();
    expect(headers(1)['Content-Type']).toBeUndefined();
  });

  it('carry a picture as a form, whose kind the browser names', async () => {
    const { api, asked, inits, headers } = bench(json(TOKEN), json({ id: '1' }));
    await api.putPicture('/users/me/avatar', new Blob(['x'], { type: 'image/png' }));
    expect(asked[1]).toBe('PUT /api/v1/users/me/avatar');
    expect(inits[1]?.body).toBeInstanceOf(FormData);
    expect(headers(1)['Content-Type']).toBeUndefined();
  });

  it.each([
    [200, true],
    [503, false],
  ])('ask without a session whether the server can work: %i', async (status, expected) => {
    const { api, asked } = bench(new Response('', { status }));
    expect(await api.isReady()).toBe(expected);
    expect(asked).toEqual(['undefined /readyz']);
  });

  it('say when nobody answers', async () => {
    const { api } = bench(new Error('offline'));
    await expect(api.getPublic('/instance')).rejects.toThrow(Unreachable);
  });
});

describe('the session', () => {
  it('begins with a sign-in, whose refresh token this script never sees', async () => {
    const { api, asked, headers } = bench(json(TOKEN), json({}));
    await api.login({ username: 'ada', password: 'p' });
    expect(headers(0)['X-Token-Delivery']).toBe('cookie');
    await api.get('/sync');
    expect(asked).toEqual(['POST /api/v1/auth/login', 'GET /api/v1/sync']);
  });

  it('ends with a log-out that names both credentials', async () => {
    const { api, headers, asked } = bench(
      json(TOKEN),
      new Response(null, { status: 204 }),
      refusal(401, 'UNAUTHENTICATED'),
    );
    await api.login({ username: 'ada', password: 'p' });
    await api.logout();
    expect(headers(1)['Authorization']).toBe(`Bearer ${TOKEN.access_token}`);
    expect(await api.token()).toBeNull();
    expect(asked.at(-1)).toBe('POST /api/v1/auth/refresh');
  });

  it('outlives a renewal that nobody answered', async () => {
    const { api, ended } = bench(new Error('offline'));
    expect(await api.renew()).toBe('failed');
    expect(ended).not.toHaveBeenCalled();
  });
});

describe('refusals', () => {
  const caught = async (answer: Response): Promise<unknown> => {
    const { api } = bench(answer);
    return api.getPublic('/x').catch((error: unknown) => error);
  };

  it('say what is wrong, and with which field', async () => {
    const error = await caught(refusal(422, 'VALIDATION', { fields: { username: 'Too short.' } }));
    expect(explain(error)).toEqual({ text: 'No.' });
    expect(fieldsOf(error)).toEqual({ username: 'Too short.' });
    expect(isCode(error, 'VALIDATION')).toBe(true);
    expect(isCode(error, 'CONFLICT')).toBe(false);
  });

  it('say what to quote when it is the server’s fault', async () => {
    const error = await caught(refusal(500, 'INTERNAL'));
    expect(explain(error)).toEqual({ text: 'No.', requestId: 'r-1' });
  });

  it('may come from something in between that speaks no JSON', async () => {
    const error = await caught(new Response('<h1>Bad Gateway</h1>', { status: 502 }));
    expect(explain(error).text).toContain('502');
  });

  it('may be of this window alone', () => {
    expect(explain(new TypeError('x is undefined')).text).toContain('Reload');
    expect(fieldsOf(new TypeError('x'))).toEqual({});
  });
});
