/** Which ways lead from this browser to the server's voices: each is tried, without a call. */
import type { Transport, VoiceCheck } from '../../protocol';
import type { Api } from '../api';
import { canFrames } from './frames/can';
import { only } from './sdp';

/** A way that has not come up by then will not. */
const WAY_MAX_MS = 6_000;

/** What has become of a way: it works or not; `absent` = the server does not offer it. */
export type Outcome = 'works' | 'blocked' | 'absent';

/** What was found. */
export interface Findings {
  ways: Record<Transport, Outcome>;
  /** Whether the browser could speak by the socket, if it had to. */
  frames: boolean;
  /** Where the server says that each way leads. */
  addresses: Partial<Record<Transport, string>>;
}

/** Tries all of them at the same time. */
export async function checkWays(api: Api): Promise<Findings> {
  const { offers } = await api.post<VoiceCheck>('/voice/check');
  const found: Findings = {
    ways: { udp: 'absent', tcp: 'absent', ws: 'absent' },
    frames: canFrames(),
    addresses: {},
  };
  const tries = offers.map(async ({ way, sdp, addresses }) => {
    const [address] = addresses;
    if (address !== undefined) found.addresses[way] = address;
    const answer = (text: string): Promise<void> =>
      api.post('/voice/check/answer', { way, sdp: text });
    found.ways[way] = (await comesUp(only(sdp, way), answer)) ? 'works' : 'blocked';
  });
  const socket = async (): Promise<void> => {
    const { ticket } = await api.post<{ ticket: string }>('/auth/ticket', { purpose: 'ws' });
    found.ways.ws = (await opens(ticket)) ? 'works' : 'blocked';
  };
  await Promise.all([...tries, socket()]);
  return found;
}

/** Whether a connection comes up on what was offered. */
async function comesUp(offer: string, answer: (sdp: string) => Promise<void>): Promise<boolean> {
  const connection = new RTCPeerConnection();
  try {
    await connection.setRemoteDescription({ type: 'offer', sdp: offer });
    const { sdp = '' } = await connection.createAnswer();
    await connection.setLocalDescription({ type: 'answer', sdp });
    const came = within((yes) => {
      connection.addEventListener('connectionstatechange', () => {
        if (connection.connectionState === 'connected') yes(true);
        if (connection.connectionState === 'failed') yes(false);
      });
    });
    await answer(sdp);
    return await came;
  } catch {
    return false;
  } finally {
    connection.close();
  }
}

/** Whether the server speaks on a socket. */
async function opens(ticket: string): Promise<boolean> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/ws?ticket=${ticket}&v=1`);
  try {
    return await within((yes) => {
      socket.addEventListener('message', () => yes(true));
      socket.addEventListener('close', () => yes(false));
    });
  } finally {
    socket.close(1000);
  }
}

function within(begin: (yes: (works: boolean) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), WAY_MAX_MS);
    begin(resolve);
  });
}

/** What to tell somebody: in a word, the best that works, and the port to open for better. */
export type Verdict =
  | { is: 'best' }
  | { is: 'tcp' | 'socket' | 'deaf' | 'nothing'; open: { port: string; host: string } | null };

/** What all of it means. Pure. */
export function verdictOf({ ways, frames, addresses }: Findings): Verdict {
  if (ways.udp === 'works') return { is: 'best' };
  const open = placeOf(addresses.udp);
  if (ways.tcp === 'works') return { is: 'tcp', open };
  if (ways.ws === 'works') return { is: frames ? 'socket' : 'deaf', open };
  return { is: 'nothing', open };
}

function placeOf(address: string | undefined): { port: string; host: string } | null {
  const at = address?.lastIndexOf(':') ?? -1;
  if (address === undefined || at < 0) return null;
  return { host: address.slice(0, at), port: address.slice(at + 1) };
}
