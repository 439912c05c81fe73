/** The HTTP side of the contract: typed answers, typed refusals, one renewal at a time. */
import type { Login, Register, Token } from '../../protocol';
import { readProblem, Refusal, Unreachable } from './problem';
import { transmit, type Upload } from './upload';
import { Session, type Renewal, type SessionDeps } from './session';

const BASE = '/api/v1';

/** After this the answer no longer counts. Hashing a password takes a second, not twenty. */
const ANSWER_MAX_MS = 20_000;

/** Keeps the refresh token out of this script's reach. */
const BY_COOKIE = { 'X-Token-Delivery': 'cookie' };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Call {
  method: Method;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What the API needs from outside. */
export type ApiDeps = Omit<SessionDeps, 'refresh'> & { fetch: typeof fetch };

/** Calls of the server. Each fails with a `Refusal` or with `Unreachable`. */
export class Api {
  readonly #session: Session;

  constructor(private readonly deps: ApiDeps) {
    this.#session = new Session({ ...deps, refresh: () => this.#refresh() });
  }

  /** Reads, as whoever is signed in. */
  get<Answer>(path: string): Promise<Answer> {
    return this.#asMember({ method: 'GET', path });
  }

  /** Makes something, as whoever is signed in. */
  post<Answer>(path: string, body?: unknown): Promise<Answer> {
    return this.#asMember({ method: 'POST', path, body });
  }

  /** Sets something, as whoever is signed in. */
  put<Answer>(path: string, body?: unknown): Promise<Answer> {
    return this.#asMember({ method: 'PUT', path, body });
  }

  /** Changes something, as whoever is signed in. */
  patch<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#asMember({ method: 'PATCH', path, body });
  }

  /** Puts a picture in its place. */
  putPicture<Answer>(path: string, picture: Blob): Promise<Answer> {
    const body = new FormData();
    body.set('file', picture);
    return this.#asMember({ method: 'PUT', path, body });
  }

  /** Sends a file, as whoever is signed in. */
  async upload<Answer>(upload: Upload): Promise<Answer> {
    const address = BASE + upload.path;
    try {
      return await transmit<Answer>(address, upload, await this.#session.token());
    } catch (error) {
      const refused = error instanceof Refusal && error.problem.code === 'UNAUTHENTICATED';
      if (!refused || (await this.#session.renew()) !== 'renewed') throw error;
      return transmit<Answer>(address, upload, this.#session.held);
    }
  }

  /** Removes something, as whoever is signed in. */
  remove(path: string): Promise<void> {
    return this.#asMember({ method: 'DELETE', path });
  }

  /** Reads what anybody may know. */
  getPublic<Answer>(path: string): Promise<Answer> {
    return this.#call({ method: 'GET', path });
  }

  /** Whether the server can do its work: its database answers, and it is not about to stop. */
  async isReady(): Promise<boolean> {
    const init = { signal: AbortSignal.timeout(ANSWER_MAX_MS) };
    const response = await this.deps.fetch('/readyz', init).catch(() => {
      throw new Unreachable();
    });
    return response.ok;
  }

  /** Does what whoever holds a link may do. */
  async postPublic(path: string, body: unknown): Promise<void> {
    await this.#call({ method: 'POST', path, body });
  }

  /** Signs in; from then on every call is this person's. */
  async login(body: Login): Promise<void> {
    await this.#enter({ method: 'POST', path: '/auth/login', body, headers: BY_COOKIE });
  }

  /** Makes an account and signs in with it. */
  async register(body: Register): Promise<void> {
    await this.#enter({ method: 'POST', path: '/auth/register', body, headers: BY_COOKIE });
  }

  /** Ends this session, here and in the browser's other windows. */
  async logout(): Promise<void> {
    const bearer = this.#session.held;
    const headers = bearer ? { ...BY_COOKIE, Authorization: `Bearer ${bearer}` } : BY_COOKIE;
    await this.#call({ method: 'POST', path: '/auth/logout', body: {}, headers });
    this.#session.forget();
  }

  /** Ends every session of this person. */
  async logoutEverywhere(): Promise<void> {
    await this.post('/auth/logout-all');
    this.#session.forget();
  }

  /** Gets a new access token, or learns that the session is over. */
  renew(): Promise<Renewal> {
    return this.#session.renew();
  }

  /** An access token that is good for a while; `null` when there is none. */
  token(): Promise<string | null> {
    return this.#session.token();
  }

  async #enter(call: Call): Promise<void> {
    this.#session.accept(await this.#call<Token>(call));
  }

  async #refresh(): Promise<Token | null> {
    try {
      return await this.#call<Token>({
        method: 'POST',
        path: '/auth/refresh',
        body: {},
        headers: BY_COOKIE,
      });
    } catch (error) {
      if (error instanceof Refusal && error.problem.status === 401) return null;
      throw error;
    }
  }

  /** A token can die before its time (a log-out elsewhere): one renewal, one more try. */
  async #asMember<Answer>(call: Call): Promise<Answer> {
    const token = await this.#session.token();
    try {
      return await this.#call(withBearer(call, token));
    } catch (error) {
      const refused = error instanceof Refusal && error.problem.code === 'UNAUTHENTICATED';
      if (!refused || (await this.#session.renew()) !== 'renewed') throw error;
      return this.#call(withBearer(call, this.#session.held));
    }
  }

  async #call<Answer>({ method, path, body, headers }: Call): Promise<Answer> {
    const init: RequestInit = {
      method,
      headers: {
        Accept: 'application/json',
        // Of a form the browser says itself where its parts begin.
        ...(body === undefined || body instanceof FormData
          ? {}
          : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      credentials: 'same-origin',
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    };
    if (body !== undefined) init.body = body instanceof FormData ? body : JSON.stringify(body);
    const response = await this.deps.fetch(BASE + path, init).catch(() => {
      throw new Unreachable();
    });
    if (!response.ok) throw new Refusal(await readProblem(response));
    return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer);
  }
}

function withBearer(call: Call, token: string | null): Call {
  return token ? { ...call, headers: { Authorization: `Bearer ${token}` } } : call;
}
