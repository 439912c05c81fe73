/** The media between this browser and the server: the server offers, this answers. */
import type { IceServer, VideoKind } from '../../protocol';
import { Pulse, wayOf, type MediaWay } from './pulse';
import { microphoneMid, thrifty } from './sdp';
import type { Lines } from './video/lines';

/** What it needs, and whom it tells. */
export interface MediaDeps {
  iceServers: IceServer[];
  /** What the microphone sends at most, in bits a second. */
  bitrate: number;
  track: MediaStreamTrack | null;
  now: () => number;
  onFlow: (to: 'flowing' | 'broken' | 'failed') => void;
  onCandidate: (candidate: string) => void;
  /** The lines on which one shows something, where there are any. */
  lines: Lines;
  /** A line on which others are heard or seen. */
  onLine: (mid: string, track: MediaStreamTrack) => void;
}

/** One connection; another seat has another. */
export class Media {
  readonly #connection: RTCPeerConnection;
  readonly #bitrate: number;
  readonly #pulse: Pulse;
  readonly #lines: Lines;
  #microphone: RTCRtpTransceiver | null = null;
  #track: MediaStreamTrack | null;

  constructor(deps: MediaDeps) {
    const { onFlow, onCandidate, onLine } = deps;
    this.#track = deps.track;
    this.#bitrate = deps.bitrate;
    this.#lines = deps.lines;
    const connection = new RTCPeerConnection({ iceServers: deps.iceServers });
    this.#connection = connection;
    this.#pulse = new Pulse(connection, deps.now, (beats) => onFlow(beats ? 'flowing' : 'broken'));
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate && candidate.candidate !== '') onCandidate(candidate.candidate);
    });
    connection.addEventListener('track', ({ track, transceiver }) => {
      if (transceiver.mid !== null) onLine(transceiver.mid, track);
    });
    connection.addEventListener('connectionstatechange', () => {
      switch (connection.connectionState) {
        case 'connected':
          onFlow('flowing');
          break;
        case 'disconnected':
          onFlow('broken');
          break;
        case 'failed':
          onFlow('failed');
          break;
        default:
          break;
      }
    });
  }

  /** Takes an offer; gives the answer. */
  async answer(offer: string): Promise<string> {
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: 'offer', sdp: offer });
    const mid = microphoneMid(offer);
    const line = connection.getTransceivers().find((each) => each.mid === mid);
    if (mid !== null && line) {
      this.#microphone = line;
      line.direction = 'sendonly';
      await line.sender.replaceTrack(this.#track);
    }
    await this.#lines.offered(connection, offer);
    const { sdp = '' } = await connection.createAnswer();
    const answer = thrifty(sdp);
    await connection.setLocalDescription({ type: 'answer', sdp: answer });
    if (line) await this.#save(line.sender);
    await this.#lines.answered();
    return answer;
  }

  /** One that cannot be used is as good as none. */
  async candidate(candidate: string): Promise<void> {
    await this.#connection.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => undefined);
  }

  /** Another microphone, or none. */
  async speaksInto(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    await this.#microphone?.sender.replaceTrack(track);
  }

  /** What one shows is another thing, or nothing. */
  async shows(kind: VideoKind): Promise<void> {
    await this.#lines.changed(kind);
  }

  /** Where a browser knows no limit, its own is in force. */
  async #save(sender: RTCRtpSender): Promise<void> {
    const wanted = sender.getParameters();
    for (const encoding of wanted.encodings) encoding.maxBitrate = this.#bitrate;
    await sender.setParameters(wanted).catch(() => undefined);
  }

  /** By what it goes. */
  way(): Promise<MediaWay> {
    return wayOf(this.#connection);
  }

  close(): void {
    this.#pulse.stop();
    this.#connection.close();
  }
}
