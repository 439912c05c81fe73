/** The files that somebody chose, for as long as this window is open. The state only names them. */

/** A file, and the way to stop its upload. */
interface Held {
  file: File;
  /** For showing a picture before the server has it. */
  preview: string | null;
  stop: AbortController | null;
}

/** Files by the name the state has for them. */
export class Uploads {
  readonly #held = new Map<string, Held>();

  /** Holds a file; gives an address of this window that shows it, where it is a picture. */
  hold(id: string, file: File): string | null {
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    this.#held.set(id, { file, preview, stop: null });
    return preview;
  }

  /** The file; `null` after a reload, when only the server has it. */
  file(id: string): File | null {
    return this.#held.get(id)?.file ?? null;
  }

  /** Its upload begins, in the place of one that may be on its way. */
  begin(id: string): AbortSignal {
    const stop = new AbortController();
    const held = this.#held.get(id);
    held?.stop?.abort();
    if (held) held.stop = stop;
    return stop.signal;
  }

  /** Ends its upload and lets it go. */
  drop(id: string): void {
    const held = this.#held.get(id);
    held?.stop?.abort();
    if (held?.preview) URL.revokeObjectURL(held.preview);
    this.#held.delete(id);
  }

  /** Lets all of them go. */
  clear(): void {
    for (const id of this.#held.keys()) this.drop(id);
  }
}
