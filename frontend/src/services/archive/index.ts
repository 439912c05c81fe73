/**
 * What was read last, kept in the browser so that it can be shown without a server: the world, and
 * the newest messages of the channels that were open. It goes when somebody signs out.
 */
import type { ChannelId, History, Instance, Sync, UserId } from '../../protocol';

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
  #database: Promise<IDBDatabase | null> | null = null;

  constructor(private readonly factory: IDBFactory | undefined) {}

  /** Keeps the world in the place of the one before. */
  async putWorld(kept: KeptWorld): Promise<void> {
    await this.#run(WORLDS, 'readwrite', (store) => store.put(kept, ONLY));
  }

  /** The world that was kept last. */
  world(): Promise<KeptWorld | null> {
    return this.#run<KeptWorld>(WORLDS, 'readonly', (store) => store.get(ONLY));
  }

  /** Keeps the newest messages of a channel. */
  async putPage(userId: UserId, channelId: ChannelId, history: History, at: number): Promise<void> {
    const page: KeptPage = { channelId, userId, history, at };
    await this.#run(PAGES, 'readwrite', (store) => {
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
    const page = await this.#run<KeptPage>(PAGES, 'readonly', (store) => store.get(channelId));
    return page?.userId === userId ? page.history : null;
  }

  /** Forgets everything: somebody signed out of this browser. */
  async clear(): Promise<void> {
    await this.#run(WORLDS, 'readwrite', (store) => store.clear());
    await this.#run(PAGES, 'readwrite', (store) => store.clear());
  }

  async #run<T>(
    name: string,
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest,
  ): Promise<T | null> {
    const database = await this.#open();
    if (!database) return null;
    return new Promise<T | null>((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.addEventListener('complete', () => resolve((request.result as T) ?? null));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('abort')));
    }).catch(() => {
      // Full, or closed by the browser: the next one opens it again.
      this.#database = null;
      return null;
    });
  }

  #open(): Promise<IDBDatabase | null> {
    this.#database ??= new Promise((resolve) => {
      const request = this.factory?.open('parlor.archive', 1);
      if (!request) {
        resolve(null);
        return;
      }
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(WORLDS);
        const pages = request.result.createObjectStore(PAGES, { keyPath: 'channelId' });
        pages.createIndex('at', 'at');
      });
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => resolve(null));
    });
    return this.#database;
  }
}
