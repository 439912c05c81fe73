/** A site of somebody else, in the house: it counts who asks for what. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  type: string;
  body: string | Buffer;
}

/** Answers what it was told to, and 404 to the rest. */
export class Site {
  /** Who asked, by path. */
  readonly asked: { path: string; agent: string }[] = [];
  readonly #answers = new Map<string, Answer>();

  private constructor(
    private readonly server: HttpServer,
    readonly host: string,
  ) {}

  static async opens(): Promise<Site> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const site = new Site(server, `127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      const path = request.url ?? '/';
      site.asked.push({ path, agent: request.headers['user-agent'] ?? '' });
      const answer = site.#answers.get(path);
      response.statusCode = answer ? 200 : 404;
      response.setHeader('Content-Type', answer?.type ?? 'text/plain');
      response.end(answer?.body ?? 'not here');
    });
    return site;
  }

  /** From now on there is something at this path; gives the address. */
  says(path: string, type: string, body: string | Buffer): string {
    this.#answers.set(path, { type, body });
    return `http://${this.host}${path}`;
  }

  /** A page that describes itself. */
  page(path: string, title: string, more: Record<string, string> = {}): string {
    const metas = Object.entries({ title, ...more }).map(
      ([name, value]) => `<meta property="og:${name}" content="${value}">`,
    );
    return this.says(path, 'text/html; charset=utf-8', `<!doctype html>${metas.join('')}`);
  }

  async closes(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
