/** A real server of one's own: a free port, a temporary folder, and a clean end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A debug build opens its database and hashes a password in this time, also on a loaded machine. */
const START_MAX_MS = 30_000;

/** How long a server may take to end by itself. */
const END_MAX_MS = 20_000;

/** A running `parlor serve`. */
export class Server {
  #process: ChildProcess | null = null;
  /** The one-time link of the first start; `null` once somebody has set up. */
  setupLink: string | null = null;

  private constructor(
    readonly port: number,
    readonly folder: string,
    private readonly settings: Record<string, string>,
  ) {}

  /** Starts a server that nobody has used yet. `settings` are `PARLOR_*` variables. */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'parlor-e2e-'));
    const server = new Server(await freePort(), folder, settings);
    await server.up();
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, again on the same data and port. Resolves when it serves. */
  async up(): Promise<void> {
    const binary = process.env['PARLOR_BIN'];
    if (!binary) throw new Error('PARLOR_BIN must name the server: cargo build -p parlor');
    const child = spawn(
      binary,
      ['serve', '--listen', `127.0.0.1:${this.port}`, '--data-dir', this.folder],
      { env: { ...process.env, ...this.settings }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#process = child;
    // A test that runs out of time does not come to its end; nothing of it may stay behind.
    const die = (): void => {
      child.kill('SIGKILL');
      rmSync(this.folder, { recursive: true, force: true });
    };
    process.once('exit', die);
    child.once('exit', () => process.off('exit', die));
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`${why}\n${said.join('').slice(-4_000)}`));
      const timer = setTimeout(() => fail('the server did not start in time'), START_MAX_MS);
      child.once('exit', (code) => fail(`the server ended with ${code}`));
      child.once('error', (error) => fail(error.message));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('setup: ')) this.setupLink = line.slice('setup: '.length);
        if (!line.startsWith('listening: ')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Ends it as a power cut would: in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it politely and removes its data. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MAX_MS);
    await ended;
    clearTimeout(timer);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
