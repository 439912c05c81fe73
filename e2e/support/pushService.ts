/** Somebody else's push service, in the house, and the keys of one browser that it serves. */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a browser says of its subscription (`PushSubscription.toJSON`). */
export interface Keys {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** Takes what the server hands over, and decrypts it as the browser would (RFC 8291). */
export class PushService {
  /** What was taken, decrypted, in order. */
  readonly taken: string[] = [];
  readonly heads: IncomingHttpHeaders[] = [];
  /** What is answered to the next one. */
  status = 201;
  readonly #key = createECDH('prime256v1');
  readonly #auth = randomBytes(16);

  private constructor(
    private readonly server: HttpServer,
    readonly host: string,
  ) {
    this.#key.generateKeys();
  }

  static async opens(): Promise<PushService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const service = new PushService(server, `127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        service.heads.push(request.headers);
        service.taken.push(service.#decrypt(Buffer.concat(parts)));
        response.statusCode = service.status;
        response.end();
      });
    });
    return service;
  }

  /** The subscription of the browser. */
  get keys(): Keys {
    return {
      endpoint: `http://${this.host}/send/1`,
      keys: {
        p256dh: this.#key.getPublicKey().toString('base64url'),
        auth: this.#auth.toString('base64url'),
      },
    };
  }

  async closes(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #decrypt(body: Buffer): string {
    const [salt, sender, record] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
    const info = Buffer.concat([
      Buffer.from('WebPush: info\0'),
      this.#key.getPublicKey(),
      Buffer.from(sender),
    ]);
    const input = derive(this.#key.computeSecret(sender), this.#auth, info, 32);
    const key = derive(input, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(input, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const cipher = createDecipheriv('aes-128-gcm', key, nonce);
    cipher.setAuthTag(record.subarray(-16));
    const plain = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString();
  }
}

function derive(input: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', input, salt, info, bytes));
}
