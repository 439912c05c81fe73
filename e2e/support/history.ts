/** A past to look at, made over HTTP: faster than anybody types. */
import type {
  Channel,
  Me,
  MemberPage,
  Message,
  ResetLink,
  Sync,
  Token,
} from '../../frontend/src/protocol';
import { call } from './http';
import { PASSWORD } from './person';
import type { Server } from './server';

/** Somebody with an account, and without a browser. */
export class Script {
  private constructor(
    private readonly server: Server,
    private readonly token: string,
    readonly general: Channel,
    readonly me: Me,
  ) {}

  /** Signs in with an account that is there. */
  static async signsIn(server: Server, username: string): Promise<Script> {
    const body = { username, password: PASSWORD };
    return Script.#enters(server, await call<Token>(server, { path: '/auth/login', body }));
  }

  /** Makes an account where anybody may. */
  static async joins(server: Server, username: string, displayName: string): Promise<Script> {
    const body = { username, displayName, password: PASSWORD };
    return Script.#enters(server, await call<Token>(server, { path: '/auth/register', body }));
  }

  static async #enters(server: Server, { access_token: token }: Token): Promise<Script> {
    const world = await call<Sync>(server, { path: '/sync', token });
    const general = world.spaces[0]?.channels.find(({ kind }) => kind === 'text');
    if (!general) throw new Error('there is no text channel');
    return new Script(server, token, general, world.me);
  }

  /** Writes these, each after the one before; gives the last. */
  writes(...texts: string[]): Promise<Message> {
    return this.writesIn(this.general, ...texts);
  }

  /** The same in another channel. */
  async writesIn({ id }: Channel, ...texts: string[]): Promise<Message> {
    let last: Message | undefined;
    for (const content of texts) {
      const path = `/channels/${id}/messages`;
      last = await call<Message>(this.server, { path, token: this.token, body: { content } });
    }
    if (!last) throw new Error('there is nothing to write');
    return last;
  }

  /** Makes a text channel in the space. */
  makesChannel(name: string): Promise<Channel> {
    const path = `/spaces/${this.general.spaceId}/channels`;
    return call<Channel>(this.server, { path, token: this.token, body: { name } });
  }

  /** Pins a message to its channel. */
  async pins({ id }: Message): Promise<void> {
    await call(this.server, { path: `/messages/${id}/pin`, token: this.token, method: 'PUT' });
  }

  /** Answers a message. */
  replies({ id }: Message, content: string): Promise<Message> {
    const path = `/channels/${this.general.id}/messages`;
    const body = { content, replyToId: id };
    return call<Message>(this.server, { path, token: this.token, body });
  }

  /** Writes these, many at a time, in whatever order they arrive. */
  async writesAtOnce(texts: string[]): Promise<void> {
    await atOnce(texts, async (text) => void (await this.writes(text)));
  }

  /** An hour of a busy channel, without the pauses: of ten messages, three get a reaction, two change, one goes. */
  async bustles(texts: string[]): Promise<void> {
    await atOnce(texts, async (text, index) => {
      const message = await this.writes(text);
      const turn = index % 10;
      if (turn < 3) await this.reacts(message, '🌱');
      else if (turn < 5) await this.changes(`/messages/${message.id}`, { content: `${text}!` });
      else if (turn === 5) await this.removes(message);
    });
  }

  /** Takes a message back. */
  async removes({ id }: Message): Promise<void> {
    await call(this.server, { path: `/messages/${id}`, token: this.token, method: 'DELETE' });
  }

  /** Changes something. */
  async changes(path: string, body: object): Promise<void> {
    await call(this.server, { path, token: this.token, body, method: 'PATCH' });
  }

  /** The id of a member of the space. */
  async userId(username: string): Promise<string> {
    const path = `/spaces/${this.general.spaceId}/members`;
    const { items } = await call<MemberPage>(this.server, { path, token: this.token });
    const found = items.find(({ user }) => user.username === username);
    if (!found) throw new Error(`there is no ${username}`);
    return found.userId;
  }

  /** Wants to be called by nothing in a channel. */
  async mutes({ id }: Channel): Promise<void> {
    const path = `/channels/${id}/notifications`;
    await call(this.server, { path, token: this.token, method: 'PUT', body: { level: 'nothing' } });
  }

  /** Gives each of these to a message. */
  async reacts({ id }: Message, ...many: string[]): Promise<void> {
    for (const emoji of many) {
      const path = `/messages/${id}/reactions`;
      await call(this.server, { path, token: this.token, body: { emoji } });
    }
  }
}

/** A link for whoever forgot their password, made by somebody who may; gives its path. */
export async function resetPath(server: Server, admin: string, username: string): Promise<string> {
  const body = { username: admin, password: PASSWORD };
  const { access_token: token } = await call<Token>(server, { path: '/auth/login', body });
  const users = await call<{ items: { id: string }[] }>(server, {
    path: `/admin/users?q=${username}`,
    token,
  });
  const id = users.items[0]?.id;
  if (!id) throw new Error(`there is no ${username}`);
  const link = await call<ResetLink>(server, {
    path: `/admin/users/${id}/reset-link`,
    token,
    body: {},
  });
  return link.url.replace(/^https?:\/\/[^/]+/, '');
}

/** Writes these as somebody who has an account. */
export async function write(server: Server, username: string, texts: string[]): Promise<void> {
  const script = await Script.signsIn(server, username);
  await script.writes(...texts);
}

/** So many at a time. */
const AT_ONCE = 24;

async function atOnce<T>(all: T[], act: (one: T, index: number) => Promise<void>): Promise<void> {
  const waiting = all.entries();
  const worker = async (): Promise<void> => {
    for (const [index, one] of waiting) await act(one, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
