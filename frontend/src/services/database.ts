/** A database of this browser. Where there is none, or no room, nothing is kept and nobody stopped. */

/** What is to be done, and where. */
interface Work {
  store: string;
  mode: IDBTransactionMode;
  /** `strict`: it is on the disk when it is done. */
  durability?: IDBTransactionDurability;
}

/** Opened when it is first needed. */
export class Database {
  #database: Promise<IDBDatabase | null> | null = null;

  /** `upgrade` makes the stores of a database that is not there yet. */
  constructor(
    private readonly factory: IDBFactory | undefined,
    private readonly name: string,
    private readonly upgrade: (database: IDBDatabase) => void,
  ) {}

  /** Gives what was read once it is done; `null` for nothing, also where it failed. */
  async run<T>(
    { store, mode, durability = 'default' }: Work,
    act: (store: IDBObjectStore) => IDBRequest,
  ): Promise<T | null> {
    const database = await this.#open();
    if (!database) return null;
    return new Promise<T | null>((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability });
      const request = act(transaction.objectStore(store));
      transaction.addEventListener('complete', () => resolve((request.result as T) ?? null));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('abort')));
    }).catch(() => {
      // Full, or closed by the browser to make room or to forget: the next one opens it again.
      this.#database = null;
      return null;
    });
  }

  #open(): Promise<IDBDatabase | null> {
    this.#database ??= new Promise((resolve) => {
      const request = this.factory?.open(this.name, 1);
      if (!request) {
        resolve(null);
        return;
      }
      request.addEventListener('upgradeneeded', () => this.upgrade(request.result));
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => resolve(null));
    });
    return this.#database;
  }
}
