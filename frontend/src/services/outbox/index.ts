/**
 * Messages that the server has not acknowledged yet, kept in the browser so that a reload loses
 * none. The nonce is the key: sending one twice, from two windows even, gives one message.
 */
import type { Attachment, ChannelId, ReplyPreview, UserId } from '../../protocol';
import { Database } from '../database';

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
const READ = { store: STORE, mode: 'readonly' } as const;
/** What is kept must be there after a power cut. */
const WRITE = { store: STORE, mode: 'readwrite', durability: 'strict' } as const;

/** With what an older version of this client did not keep. */
function whole(kept: Kept): Kept {
  return { ...kept, replyTo: kept.replyTo ?? null, attachments: kept.attachments ?? [] };
}

/** The store. Where a browser forbids one, messages are kept for as long as the window is open. */
export class Outbox {
  readonly #database: Database;

  constructor(factory: IDBFactory | undefined) {
    this.#database = new Database(factory, 'parlor', (database) => {
      database.createObjectStore(STORE, { keyPath: 'nonce' });
    });
  }

  /** Keeps a message, or what is known about it now. */
  async put(kept: Kept): Promise<void> {
    await this.#database.run(WRITE, (store) => store.put(kept));
  }

  /** Forgets a message: it is sent, or given up. */
  async remove(nonce: string): Promise<void> {
    await this.#database.run(WRITE, (store) => store.delete(nonce));
  }

  /** What this person has not sent yet, oldest first. */
  async of(userId: UserId): Promise<Kept[]> {
    const all = await this.#database.run<Kept[]>(READ, (store) => store.getAll());
    const mine = (all ?? []).filter((kept) => kept.userId === userId);
    return mine.map(whole).toSorted((a, b) => a.at - b.at);
  }

  /** Forgets everything: somebody signed out of this browser. */
  async clear(): Promise<void> {
    await this.#database.run(WRITE, (store) => store.clear());
  }
}
