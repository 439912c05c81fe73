/**
 * Whether anything still comes from the server by WebRTC, and by which way it goes. Browsers need many seconds to notice that a
 * network lets nothing through any more; the server says something every second or two, also while nobody speaks.
 */

const LOOK_MS = 500;
/** So long without a packet, and nothing gets through. */
export const SILENT_MS = 3_200;

/** By what WebRTC goes. */
export type MediaWay = 'udp' | 'tcp';

/** What is read of the browser's report. */
interface Pair {
  id: string;
  type: string;
  nominated?: boolean;
  state?: string;
  bytesReceived?: number;
  responsesReceived?: number;
  localCandidateId?: string;
  protocol?: string;
}

/** Feels one connection until it is told to stop. */
export class Pulse {
  #came = -1;
  #cameAt: number;
  #silent = false;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(
    private readonly connection: RTCPeerConnection,
    private readonly now: () => number,
    private readonly onChange: (beats: boolean) => void,
  ) {
    this.#cameAt = now();
    this.#timer = setInterval(() => void this.#feel(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #feel(): Promise<void> {
    if (this.connection.connectionState !== 'connected') {
      this.#cameAt = this.now();
      this.#silent = false;
      return;
    }
    const came = (await pairsOf(this.connection)).reduce(
      (sum, { bytesReceived = 0, responsesReceived = 0 }) =>
        sum + bytesReceived + responsesReceived,
      0,
    );
    if (came !== this.#came) {
      this.#came = came;
      this.#cameAt = this.now();
    }
    const silent = this.now() - this.#cameAt >= SILENT_MS;
    if (silent === this.#silent || this.connection.connectionState !== 'connected') return;
    this.#silent = silent;
    this.onChange(!silent);
  }
}

/** By what the connection goes now. */
export async function wayOf(connection: RTCPeerConnection): Promise<MediaWay> {
  const report = await reportOf(connection);
  const pair = report.find(
    ({ type, nominated, state }) =>
      type === 'candidate-pair' && nominated === true && state === 'succeeded',
  );
  const local = report.find(({ id }) => id === pair?.localCandidateId);
  return local?.protocol === 'tcp' ? 'tcp' : 'udp';
}

async function pairsOf(connection: RTCPeerConnection): Promise<Pair[]> {
  return (await reportOf(connection)).filter(({ type }) => type === 'candidate-pair');
}

async function reportOf(connection: RTCPeerConnection): Promise<Pair[]> {
  const report = await connection.getStats();
  return [...(report.values() as Iterable<Pair>)];
}
