import { expect, it, vi } from 'vitest';
import type { Token } from '../../protocol';
import { Session, type SessionDeps } from './session';

/** A token as the server writes it, for somebody. */
function tokenOf(sub: string, serial = 1, expiresIn = 600): Token {
  const claims = btoa(JSON.stringify({ sub, serial }));
  return {
    access_token: `e30.${claims}.sig`,
    token_type: 'bearer',
    refresh_token: '',
    expires_in: expiresIn,
  };
}

function bench(refresh: SessionDeps['refresh'], locks?: SessionDeps['locks']) {
  const deps = {
    refresh: vi.fn(refresh),
    locks,
    now: vi.fn(() => 0),
    onEnded: vi.fn(),
    onReplaced: vi.fn(),
  };
  return { deps, session: new Session(deps) };
}

it('gives the token it has while that is good for a while', async () => {
  const { deps, session } = bench(async () => tokenOf('1', 2));
  session.accept(tokenOf('1', 1));
  deps.now.mockReturnValue(569_000);
  expect(await session.token()).toBe(tokenOf('1', 1).access_token);
  deps.now.mockReturnValue(570_000);
  expect(await session.token()).toBe(tokenOf('1', 2).access_token);
  expect(deps.refresh).toHaveBeenCalledTimes(1);
});

it('renews once for all who ask at the same time', async () => {
  const { deps, session } = bench(async () => tokenOf('1'));
  const tokens = await Promise.all([session.token(), session.token(), session.token()]);
  expect(new Set(tokens).size).toBe(1);
  expect(deps.refresh).toHaveBeenCalledTimes(1);
  await session.renew();
  expect(deps.refresh).toHaveBeenCalledTimes(2);
});

/** Two windows hold one cookie, good for one use: the lock is the browser's, for all of them. */
it('takes turns with the other windows', async () => {
  let queue: Promise<unknown> = Promise.resolve();
  const locks = {
    request: (_name: string, turn: () => Promise<unknown>) => (queue = queue.then(turn)),
  } as unknown as LockManager;
  let running = 0;
  const refresh = async (): Promise<Token> => {
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    running -= 1;
    return tokenOf('1');
  };
  const windows = [bench(refresh, locks), bench(refresh, locks)];
  const ends = await Promise.all(windows.map(({ session }) => session.renew()));
  expect(ends).toEqual(['renewed', 'renewed']);
});

it('says so when the session is over, and forgets the token', async () => {
  const { deps, session } = bench(async () => null);
  session.accept(tokenOf('1'));
  expect(await session.renew()).toBe('ended');
  expect(deps.onEnded).toHaveBeenCalledTimes(1);
  expect(session.held).toBeNull();
});

/** A server that cannot be reached says nothing about the session. */
it('keeps what it has when the renewal fails', async () => {
  const { deps, session } = bench(() => Promise.reject(new Error('no network')));
  session.accept(tokenOf('1'));
  expect(await session.renew()).toBe('failed');
  expect(deps.onEnded).not.toHaveBeenCalled();
  expect(session.held).toBe(tokenOf('1').access_token);
});

it('notices that another window signed in as somebody else', async () => {
  const { deps, session } = bench(async () => tokenOf('2'));
  session.accept(tokenOf('1'));
  expect(await session.renew()).toBe('failed');
  expect(deps.onReplaced).toHaveBeenCalledTimes(1);
});

it('lets somebody else sign in after signing out', async () => {
  const { deps, session } = bench(async () => tokenOf('2'));
  session.accept(tokenOf('1'));
  session.forget();
  expect(await session.renew()).toBe('renewed');
  expect(deps.onReplaced).not.toHaveBeenCalled();
});
