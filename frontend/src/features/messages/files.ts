/** Files that go with what is being written, as the composer needs them. */
import type { Attachment } from '../../protocol';

/** Kept by whoever uploads them. */
export interface Files {
  /** Those that the server has, in their order. */
  ready: Attachment[];
  /** `waiting`: some are on their way. `failed`: some did not arrive, and say so. */
  status: 'none' | 'waiting' | 'failed' | 'ready';
  /** What may be attached, in a few words. */
  hint: string;
  add: (files: File[]) => void;
  /** They went with a message. */
  taken: () => void;
}
