/**
 * What was read last, kept in the browser so that it can be shown without a server: the world, and
 * the newest messages of the channels that were open. It goes when somebody signs out.
 */
import type { ChannelId, History, Instance, Sync, UserId } from '../../protocol';
import { Database } from '../database';

/** The world as it was. */
export interface KeptWorld {
  world: Sync;
  instance: Instance;
  /** When it was read, in milliseconds since 1970. */
  at: number;
}

interface KeptPage {
  channelId: ChannelId;
  userId: UserId;
  history: History;
  at: number;
}

/** Of so many channels pages are kept; beyond, those that were read longest ago go. */
export const PAGES_MAX = 60;

const WORLDS = 'worlds';
const PAGES = 'pages';
const ONLY = 'world';

/** The store. Where a browser forbids one, nothing is kept. */
export class Archive {
  readonly #database: Database;

  constructor(factory: IDBFactory | undefined) {
    this.#database = new Database(factory, 'parlor.archive', (database) => {
      database.createObjectStore(WORLDS);
      const pages = database.createObjectStore(PAGES, { keyPath: 'channelId' });
      pages.createIndex('at', 'at');
    });
  }

  /** Keeps the world in the place of the one before. */
  async putWorld(kept: KeptWorld): Promise<void> {
    await this.#database.run({ store: WORLDS, mode: 'readwrite' }, (store) =>
      store.put(kept, ONLY),
    );
  }

  /** The world that was kept last. */
  world(): Promise<KeptWorld | null> {
    return this.#database.run<KeptWorld>({ store: WORLDS, mode: 'readonly' }, (store) =>
      store.get(ONLY),
    );
  }

  /** Keeps the newest messages of a channel. */
  async putPage(userId: UserId, channelId: ChannelId, history: History, at: number): Promise<void> {
    const page: KeptPage = { channelId, userId, history, at };
    await this.#database.run({ store: PAGES, mode: 'readwrite' }, (store) => {
      const put = store.put(page);
      const all = store.index('at').getAllKeys();
      all.addEventListener('success', () => {
        for (const old of all.result.slice(0, -PAGES_MAX)) store.delete(old);
      });
      return put;
    });
  }

  /** The newest messages of a channel as this person read them. */
  async page(userId: UserId, channelId: ChannelId): Promise<History | null> {
    const page = await this.#database.run<KeptPage>({ store: PAGES, mode: 'readonly' }, (store) =>
      store.get(channelId),
    );
    return page?.userId === userId ? page.history : null;
  }

  /** Forgets everything: somebody signed out of this browser. */
  async clear(): Promise<void> {
    await this.#database.run({ store: WORLDS, mode: 'readwrite' }, (store) => store.clear());
    await this.#database.run({ store: PAGES, mode: 'readwrite' }, (store) => store.clear());
  }
}
