/**
 * A way for datagrams between browsers and a server that can be shut and opened, as a firewall does: what comes while it is shut is
 * lost without a word.
 */
import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** A UDP port of this machine, and the one behind it. */
export class Relay {
  /** What each browser has towards the server. */
  readonly #behind = new Map<number, Socket>();
  #open = true;

  private constructor(
    readonly port: number,
    readonly server: number,
    private readonly front: Socket,
  ) {
    front.on('message', (bytes, { port: browser }) => {
      if (this.#open) this.#towards(browser).send(bytes, this.server, HOST);
    });
  }

  /** Before the server is there: `server` is the port that it shall take. */
  static async start(): Promise<Relay> {
    const front = await bound();
    const server = await freePort();
    return new Relay(front.address().port, server, front);
  }

  /** Nothing gets through from now on. */
  shut(): void {
    this.#open = false;
  }

  open(): void {
    this.#open = true;
  }

  stop(): void {
    this.front.close();
    for (const socket of this.#behind.values()) socket.close();
  }

  #towards(browser: number): Socket {
    const there = this.#behind.get(browser);
    if (there) return there;
    const socket = createSocket('udp4');
    socket.on('message', (bytes) => {
      if (this.#open) this.front.send(bytes, browser, HOST);
    });
    this.#behind.set(browser, socket);
    return socket;
  }
}

/** A port that nobody listens on: what is sent there is lost. */
export async function deadPort(): Promise<number> {
  const socket = await bound();
  const { port } = socket.address();
  socket.close();
  return port;
}

/** A TCP port of this machine that is free. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

function bound(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, HOST, () => resolve(socket));
  });
}
