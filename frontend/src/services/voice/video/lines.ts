/** The lines of a connection on which this browser sends video. */
import type { VideoKind, VideoLimits } from '../../../protocol';
import { videoMids } from '../sdp';

/** What each layer of a camera may take of all that it may; the smallest first, as the server offers them. */
const SHARES = [0.1, 0.27, 0.63];

/** Those of one connection; they come with a later offer, once. */
export class Lines {
  readonly #lines = new Map<VideoKind, RTCRtpTransceiver>();

  constructor(
    private readonly limits: () => VideoLimits | undefined,
    private readonly trackOf: (kind: VideoKind) => MediaStreamTrack | null,
  ) {}

  /** Finds them in an offer that was just taken, before it is answered. */
  async offered(connection: RTCPeerConnection, offer: string): Promise<void> {
    const mids = videoMids(offer);
    for (const kind of ['camera', 'screen'] as const) {
      const line = connection.getTransceivers().find((each) => each.mid === mids[kind]);
      if (mids[kind] === null || !line) continue;
      this.#lines.set(kind, line);
      line.direction = 'sendonly';
      // oxlint-disable-next-line no-await-in-loop
      await line.sender.replaceTrack(this.trackOf(kind));
    }
  }

  /** After the answer. Where a browser knows no limits, its own are in force. */
  async answered(): Promise<void> {
    await Promise.all([...this.#lines].map(([kind, { sender }]) => this.#limit(kind, sender)));
  }

  /** What is shown is another one, or nothing. */
  async changed(kind: VideoKind): Promise<void> {
    const sender = this.#lines.get(kind)?.sender;
    await sender?.replaceTrack(this.trackOf(kind));
  }

  async #limit(kind: VideoKind, sender: RTCRtpSender): Promise<void> {
    const limits = this.limits();
    if (!limits) return;
    const wanted = sender.getParameters();
    const { encodings } = wanted;
    const layers = encodings.length === SHARES.length;
    for (const [nth, encoding] of encodings.entries()) {
      const all = kind === 'camera' ? limits.cameraBitrate : limits.screenBitrate;
      encoding.maxBitrate = Math.round(all * (layers ? (SHARES[nth] ?? 1) : 1));
      if (layers) encoding.scaleResolutionDownBy = 2 ** (SHARES.length - 1 - nth);
    }
    if (kind === 'screen') wanted.degradationPreference = 'maintain-resolution';
    await sender.setParameters(wanted).catch(() => undefined);
  }
}
