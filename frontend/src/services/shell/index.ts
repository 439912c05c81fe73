/** The service worker that opens the client without a server, as the windows see it. */

const SCRIPT = '/sw.js';

/** Asking whether there is another version is cheap, but not worth doing with each reconnect. */
const CHECK_EVERY_MS = 60_000;

/** Trusted Types (CSP), where a browser has them: a script's address may only come from a policy. */
export interface Trusting {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => unknown };
}

/** What it needs from outside. */
export interface ShellDeps {
  /** `undefined` where the browser has none, or the page came over plain HTTP. */
  container: ServiceWorkerContainer | undefined;
  trusted: Trusting | undefined;
  now: () => number;
  /** Another version is in force: this window runs the one before until it is loaded again. */
  onReplaced: () => void;
}

/** Installs it, and learns of its updates. */
export class Shell {
  #checkedAt = -Infinity;

  constructor(private readonly deps: ShellDeps) {}

  /** Installs it, where it is not there yet. */
  async install(): Promise<void> {
    const { container, trusted, onReplaced } = this.deps;
    if (!container) return;
    // The first one takes over a window that was without: nothing is replaced by that.
    let before = container.controller;
    container.addEventListener('controllerchange', () => {
      if (before) onReplaced();
      before = container.controller;
    });
    const policy = trusted?.createPolicy('parlor-worker', { createScriptURL: () => SCRIPT });
    const script = (policy?.createScriptURL(SCRIPT) ?? SCRIPT) as string;
    try {
      await container.register(script, { updateViaCache: 'none' });
    } catch {
      // A browser that forbids it has everything else all the same.
    }
  }

  /** Asks whether there is another version, at most once a minute. */
  async check(): Promise<void> {
    const { container, now } = this.deps;
    if (!container || now() - this.#checkedAt < CHECK_EVERY_MS) return;
    this.#checkedAt = now();
    try {
      await (await container.getRegistration())?.update();
    } catch {
      // No server: then there is no other version either.
    }
  }
}
