/** Spaces, channels and conversations to look at, made over HTTP: faster than anybody clicks. */
import type { Channel, Me, Message, Role, Sync, Token } from '../../frontend/src/protocol';
import { PASSWORD } from './person';
import type { Server } from './server';

/** Somebody with an account, and without a browser, who may do anything that the API offers. */
export class Hand {
  private constructor(
    private readonly server: Server,
    private readonly token: string,
    /** As it was when they came. */
    readonly world: Sync,
  ) {}

  /** Signs in with an account that is there. */
  static async of(server: Server, username: string): Promise<Hand> {
    const token = await post<Token>(server, '/auth/login', { username, password: PASSWORD });
    return Hand.#enters(server, token);
  }

  /** Makes an account by an invite. */
  static async joins(
    server: Server,
    username: string,
    displayName: string,
    link: string,
  ): Promise<Hand> {
    const invite = link.split('/').at(-1);
    const body = { username, displayName, password: PASSWORD, invite };
    return Hand.#enters(server, await post<Token>(server, '/auth/register', body));
  }

  static async #enters(server: Server, { access_token: token }: Token): Promise<Hand> {
    const world = await call<Sync>(server, { method: 'GET', path: '/sync', token });
    return new Hand(server, token, world);
  }

  get me(): Me {
    return this.world.me;
  }

  /** The first space they are in. */
  get space(): string {
    const [first] = this.world.spaces;
    if (!first) throw new Error('they are in no space');
    return first.space.id;
  }

  channel(wanted: object): Promise<Channel> {
    return this.does('POST', `/spaces/${this.space}/channels`, { memberIds: [], ...wanted });
  }

  role(wanted: object): Promise<Role> {
    return this.does('POST', `/spaces/${this.space}/roles`, wanted);
  }

  writes(channel: string, content: string): Promise<Message> {
    return this.does('POST', `/channels/${channel}/messages`, { content });
  }

  /** Any call. */
  does<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    return call<Answer>(this.server, {
      method,
      path,
      token: this.token,
      ...(body ? { body } : {}),
    });
  }
}

function post<Answer>(server: Server, path: string, body: object): Promise<Answer> {
  return call<Answer>(server, { method: 'POST', path, body });
}

interface Call {
  method: string;
  path: string;
  token?: string;
  body?: object;
}

async function call<Answer>(server: Server, { method, path, token, body }: Call): Promise<Answer> {
  const response = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}
