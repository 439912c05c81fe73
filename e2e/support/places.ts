/** Spaces, channels and conversations to look at, made over HTTP: faster than anybody clicks. */
import type { Channel, Me, Message, Role, Sync, Token } from '../../frontend/src/protocol';
import { call } from './http';
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
    const body = { username, password: PASSWORD };
    const token = await call<Token>(server, { path: '/auth/login', body });
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
    return Hand.#enters(server, await call<Token>(server, { path: '/auth/register', body }));
  }

  static async #enters(server: Server, { access_token: token }: Token): Promise<Hand> {
    const world = await call<Sync>(server, { path: '/sync', token });
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
