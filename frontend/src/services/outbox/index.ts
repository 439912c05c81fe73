/**
 * Messages that the server has not acknowledged yet, kept in the browser so that a reload loses
 * none. The nonce is the key: sending one twice, from two windows even, gives one message.
 */
import type { Attachment, ChannelId, ReplyPreview, UserId } from '../../protocol';

/** A message on its way. */
export interface Kept {
  nonce: string;
  userId: UserId;
  channelId: ChannelId;
  content: string;
  /** What it answers. */
  replyTo: ReplyPreview | null;
  /** Its files; the server has them already. */
  attachments: Attachment[];
  /** When it was written, in milliseconds since 1970: the order to send in. */
  at: number;
  /** Why the server refused it; `null` while it may still be sent. */
  failed: string | null;
}

const STORE = 'outbox';

/** With what an older version of this client did not keep. */
function whole(kept: Kept): Kept {
  return { ...kept, replyTo: kept.replyTo ?? null, attachments: kept.attachments ?? [] };
}

/** The store. Where a browser forbids one, messages are kept for as long as the window is open. */
export class Outbox {
  #database: Promise<IDBDatabase | null> | null = null;

  constructor(private readonly factory: IDBFactory | undefined) {}

  /** Keeps a message, or what is known about it now. */
  async put(kept: Kept): Promise<void> {
    await this.#run('readwrite', (store) => store.put(kept));
  }

  /** Forgets a message: it is sent, or given up. */
  async remove(nonce: string): Promise<void> {
    await this.#run('readwrite', (store) => store.delete(nonce));
  }

  /** What this person has not sent yet, oldest first. */
  async of(userId: UserId): Promise<Kept[]> {
    const all = await this.#run<Kept[]>('readonly', (store) => store.getAll());
    const mine = (all ?? []).filter((kept) => kept.userId === userId);
    return mine.map(whole).toSorted((a, b) => a.at - b.at);
  }

  /** Forgets everything: somebody signed out of this browser. */
  async clear(): Promise<void> {
    await this.#run('readwrite', (store) => store.clear());
  }

  async #run<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest,
  ): Promise<T | null> {
    const database = await this.#open();
    if (!database) return null;
    // Storage that is full or broken must not stop a message from being sent.
    return new Promise<T | null>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(STORE));
      transaction.addEventListener('complete', () => resolve(request.result as T));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('abort')));
    }).catch(() => {
      // Perhaps the browser closed it, to make room or to forget: the next one opens it again.
      this.#database = null;
      return null;
    });
  }

  #open(): Promise<IDBDatabase | null> {
    this.#database ??= new Promise((resolve) => {
      const request = this.factory?.open('parlor', 1);
      if (!request) {
        resolve(null);
        return;
      }
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(STORE, { keyPath: 'nonce' });
      });
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => resolve(null));
    });
    return this.#database;
  }
}
