/**
 * The session as this window holds it: an access token in memory, and a refresh token that only the
 * browser sees, in a cookie.
 */
import type { Token } from '../../protocol';

/** Renewed this long before it expires, so that a request on its way is not too late. */
const RENEW_BEFORE_MS = 30_000;

/** All windows of this browser take turns: the cookie holds one refresh token, good for one use. */
const LOCK = 'parlor.refresh';

/** How an attempt to renew ended. `failed` says nothing about the session. */
export type Renewal = 'renewed' | 'ended' | 'failed';

/** What the session needs from outside. */
export interface SessionDeps {
  /** Asks for the next token: `null` when the server says that the session is over. */
  refresh: () => Promise<Token | null>;
  /** Web Locks; absent where the page came over plain HTTP from another machine. */
  locks: Pick<LockManager, 'request'> | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The server says the session is over. */
  onEnded: () => void;
  /** Another window of this browser signed in as somebody else. */
  onReplaced: () => void;
}

/** The access token and its renewal: at most one at a time in this browser. */
export class Session {
  #access: { token: string; user: string; expiresAt: number } | null = null;
  #user: string | null = null;
  #renewing: Promise<Renewal> | null = null;

  constructor(private readonly deps: SessionDeps) {}

  /** Takes the token of a sign-in or a renewal. */
  accept(token: Token): void {
    const user = subjectOf(token.access_token);
    const expiresAt = this.deps.now() + token.expires_in * 1000;
    this.#access = { token: token.access_token, user, expiresAt };
    this.#user = user;
  }

  /** Forgets everything; the cookie is the server's to clear. */
  forget(): void {
    this.#access = null;
    this.#user = null;
  }

  /** The access token, whatever it is still worth; for requests that must not renew it. */
  get held(): string | null {
    return this.#access?.token ?? null;
  }

  /** An access token that is good for a while; `null` when there is none to be had. */
  async token(): Promise<string | null> {
    const access = this.#access;
    if (access && access.expiresAt - RENEW_BEFORE_MS > this.deps.now()) return access.token;
    await this.renew();
    return this.held;
  }

  /** Gets the next token. Callers that come while one is on its way get that one. */
  renew(): Promise<Renewal> {
    this.#renewing ??= this.#takeTurn().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #takeTurn(): Promise<Renewal> {
    const { locks } = this.deps;
    try {
      return locks ? await locks.request(LOCK, () => this.#renewNow()) : await this.#renewNow();
    } catch {
      return 'failed';
    }
  }

  async #renewNow(): Promise<Renewal> {
    const before = this.#user;
    const token = await this.deps.refresh();
    if (!token) {
      this.forget();
      this.deps.onEnded();
      return 'ended';
    }
    this.accept(token);
    if (before !== null && before !== this.#user) {
      this.deps.onReplaced();
      return 'failed';
    }
    return 'renewed';
  }
}

/** The user in an access token. Only the server judges a token; this is for telling people apart. */
function subjectOf(token: string): string {
  const payload = token.split('.')[1] ?? '';
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof claims === 'object' && claims !== null && 'sub' in claims) return String(claims.sub);
  } catch {
    // A token of another form names nobody.
  }
  return '';
}
