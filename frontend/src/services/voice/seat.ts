/**
 * One's seat in a voice channel, without a socket, a microphone or a clock: (state, input, time,
 * chance) gives the next state and what to do. `index.ts` does it.
 *
 * The socket (`line`) and the media (`flow`) are lost and found on their own: a lost socket is
 * unheard, since the server keeps the seat and the media goes on.
 */
import type {
  ChannelId,
  Code,
  IceServer,
  UserId,
  VoiceCommand,
  VoiceDeparture,
  VoiceEvent,
} from '../../protocol';
import { FLOOD_WAIT_MS } from '../websocket/close';

/** The server keeps the seat of a lost socket so long. */
export const SEAT_KEPT_MS = 20_000;
/** Media that is away for longer is asked for anew. */
export const BROKEN_MS = 1_500;
/** Media that is away for so long does not come back: the seat is taken anew. */
export const REJOIN_AFTER_MS = 8_000;
/** A socket that is not ready, or media that does not flow, by then will not be. */
export const CONNECT_MAX_MS = 12_000;
/** While media flows the server speaks every two seconds; a socket so silent is dead. */
export const SILENT_MAX_MS = 10_000;
/** An offer that was asked for comes within this time, or the socket is dead. */
export const OFFER_MAX_MS = 3_000;
/** Whoever cannot come back in this time is told so. */
export const GIVE_UP_MS = 120_000;
/** Media that does not flow by then gives way to frames on the socket, where the browser can. */
export const FALL_AFTER_MS = 3_500;
/** While frames go, media is tried again: after this long, then after twice as long each time. */
export const UP_FIRST_MS = 5_000;
export const UP_MAX_MS = 60_000;
/** The first wait before a lost socket is opened again, and the longest. */
export const AGAIN_FIRST_MS = 250;
export const AGAIN_MAX_MS = 5_000;

/** Why there is no microphone. */
export type MicrophoneTrouble = 'denied' | 'missing' | 'busy' | 'unsupported';

/** Why one is not in the channel. */
export type Reason =
  | MicrophoneTrouble
  | Exclude<VoiceDeparture, 'left' | 'timeout' | 'moved'>
  | 'forbidden'
  | 'gone'
  | 'full'
  | 'signed_out'
  | 'unreachable'
  | 'no_way'
  | 'lost'
  | 'refused';

/** How it is, as far as a person cares. */
export type Phase =
  | { status: 'idle' }
  | { status: 'asking' }
  | { status: 'connecting'; since: number }
  | { status: 'connected' }
  | { status: 'reconnecting'; since: number }
  | { status: 'failed'; reason: Reason };

type Line =
  | { status: 'closed' }
  | { status: 'opening'; since: number }
  | { status: 'open'; heardAt: number; offerBy: number | null }
  | { status: 'waiting'; until: number; firm: boolean }
  | { status: 'renewing' };

type Flow =
  | { status: 'none' }
  | { status: 'building'; since: number }
  | { status: 'flowing' }
  | { status: 'broken'; since: number; asked: boolean };

/** By which way sound goes: by media, or by frames on the socket while it is tried to have media again. */
type Way = { by: 'media' } | { by: 'frames'; upAt: number; tries: number };

/** The whole state. */
export interface Seat {
  phase: Phase;
  channelId: ChannelId | null;
  /** Without a microphone. */
  listening: boolean;
  muted: boolean;
  deafened: boolean;
  line: Line;
  flow: Flow;
  way: Way;
  /** Whether the browser can carry sound in frames. */
  frames: boolean;
  selfId: UserId | null;
  /** What takes the same seat again, and since when its socket is away. */
  pass: { sessionId: string; resumeToken: string; lostAt: number | null } | null;
  /** Sockets lost since the last that was ready; doubles the wait. */
  failures: number;
  /** What the microphone sends at most, in bits a second. */
  bitrate: number;
  /** Seats taken since media last flowed. */
  seats: number;
  /** What `closing` asked for. */
  restartAfterMs: number | null;
}

/** What can happen to a seat. */
export type Input =
  | { type: 'join'; channelId: ChannelId; listening: boolean; frames: boolean }
  | { type: 'leave' }
  | { type: 'microphone'; trouble: MicrophoneTrouble | null }
  /** Another choice about the microphone while one is in the channel. */
  | { type: 'listening'; on: boolean }
  | { type: 'frame'; event: VoiceEvent }
  | { type: 'closed'; code: number }
  | { type: 'renewed'; ok: boolean }
  | { type: 'flow'; to: 'flowing' | 'broken' | 'failed' }
  /** The browser cannot carry sound in frames after all. */
  | { type: 'frameless' }
  | { type: 'own'; muted: boolean; deafened: boolean }
  /** The network is back, or another one. */
  | { type: 'network' }
  | { type: 'tick' };

/** What the seat wants done. */
export type Effect =
  | { type: 'ask' }
  | { type: 'open'; channelId: ChannelId; resume: string | null }
  | { type: 'close' }
  | { type: 'renew' }
  | { type: 'say'; command: VoiceCommand }
  /** New media, in the place of what is there. */
  | { type: 'build'; iceServers: IceServer[]; bitrate: number }
  | { type: 'answer'; sdp: string; rev: number }
  | { type: 'candidate'; candidate: string }
  | { type: 'slot'; mid: string; userId: UserId | null }
  /** From now on by this way, in both directions. */
  | { type: 'carry'; by: Way['by']; bitrate: number }
  /** Something that was asked for is not done. */
  | { type: 'refused'; code: Code; detail: string }
  /** Neither media nor microphone are needed any more. */
  | { type: 'release' };

/** The time and the dice of one step. */
export interface Chance {
  now: number;
  random: () => number;
}

/** Effects in the order in which they are to be done. */
export type Step = [Seat, Effect[]];

/** Nobody sits anywhere. */
export const STANDING: Seat = {
  phase: { status: 'idle' },
  channelId: null,
  listening: false,
  muted: false,
  deafened: false,
  line: { status: 'closed' },
  flow: { status: 'none' },
  way: { by: 'media' },
  frames: false,
  bitrate: 0,
  selfId: null,
  pass: null,
  failures: 0,
  seats: 0,
  restartAfterMs: null,
};

/** What one input does. */
export function step(seat: Seat, input: Input, chance: Chance): Step {
  switch (input.type) {
    case 'join':
      return join(seat, input, chance);
    case 'leave':
      return [stand(seat, { status: 'idle' }), farewell(seat)];
    case 'microphone':
      return microphone(seat, input.trouble, chance);
    case 'listening':
      return [{ ...seat, listening: input.on }, []];
    case 'frame':
      return isWanted(seat) ? frame(heard(seat, chance), input.event, chance) : [seat, []];
    case 'closed':
      return closed(seat, input.code, chance);
    case 'renewed':
      return renewed(seat, input.ok, chance);
    case 'flow':
      return flow(seat, input.to, chance);
    case 'frameless':
      return frameless(seat, chance);
    case 'own':
      return own(seat, input);
    case 'network':
      return network(seat, chance);
    case 'tick':
      return tick(seat, chance);
  }
}

/** When to `tick` next, in the clock of `chance.now`; `null` when nothing waits for time. */
export function deadline(seat: Seat): number | null {
  const { phase, line, flow: media, way } = seat;
  const times: number[] = [];
  if (line.status === 'opening') times.push(line.since + CONNECT_MAX_MS);
  if (line.status === 'waiting') times.push(line.until);
  if (line.status === 'open') {
    if (isHeard(seat)) times.push(line.heardAt + SILENT_MAX_MS);
    if (way.by === 'frames') times.push(way.upAt);
    if (line.offerBy !== null) times.push(line.offerBy);
  }
  const until = lostAt(seat);
  if (until !== null) times.push(until);
  // Without a socket nobody can be asked for anything.
  if (media.status === 'broken' && line.status === 'open' && !media.asked) {
    times.push(media.since + BROKEN_MS);
  }
  if (phase.status === 'reconnecting') times.push(phase.since + GIVE_UP_MS);
  return times.length === 0 ? null : Math.min(...times);
}

/** When media that does not flow is given up for something else; `null` = it flows, or frames do already. */
function lostAt({ line, flow: media, way, frames }: Seat): number | null {
  if (way.by === 'frames') return null;
  const falls = frames && line.status === 'open';
  if (media.status === 'building') return media.since + (falls ? FALL_AFTER_MS : CONNECT_MAX_MS);
  if (media.status !== 'broken' || line.status !== 'open') return null;
  return media.since + (falls ? BROKEN_MS : REJOIN_AFTER_MS);
}

/** Whether sound goes, by whichever way: then the server says something every two seconds. */
function isHeard({ flow: media, way }: Seat): boolean {
  return media.status === 'flowing' || way.by === 'frames';
}

/** Whether somebody sits, or is about to. */
export function isWanted({ phase }: Seat): boolean {
  return phase.status !== 'idle' && phase.status !== 'failed';
}

/** Nothing of the seat is left but what one chose for oneself. */
function stand({ muted, deafened, channelId, listening }: Seat, phase: Phase): Seat {
  const kept = phase.status === 'failed' ? { channelId, listening } : {};
  return { ...STANDING, muted, deafened, ...kept, phase };
}

function farewell({ line }: Seat): Effect[] {
  const leave: Effect[] =
    line.status === 'open' ? [{ type: 'say', command: { type: 'leave' } }] : [];
  return [...leave, { type: 'close' }, { type: 'release' }];
}

function fail(seat: Seat, reason: Reason): Step {
  return [stand(seat, { status: 'failed', reason }), [{ type: 'close' }, { type: 'release' }]];
}

function join(
  seat: Seat,
  { channelId, listening, frames }: { channelId: ChannelId; listening: boolean; frames: boolean },
  chance: Chance,
): Step {
  if (isWanted(seat) && seat.channelId === channelId && seat.listening === listening) {
    return [seat, []];
  }
  const before = isWanted(seat) ? farewell(seat) : [];
  const fresh: Seat = {
    ...STANDING,
    muted: seat.muted,
    deafened: seat.deafened,
    channelId,
    listening,
    frames,
  };
  if (!listening) return [{ ...fresh, phase: { status: 'asking' } }, [...before, { type: 'ask' }]];
  const [next, effects] = begin(fresh, chance);
  return [next, [...before, ...effects]];
}

function microphone(seat: Seat, trouble: MicrophoneTrouble | null, chance: Chance): Step {
  if (seat.phase.status !== 'asking') return [seat, []];
  return trouble === null ? begin(seat, chance) : fail(seat, trouble);
}

/** From the beginning: a seat of its own, media of its own. */
function begin(seat: Seat, { now }: Chance): Step {
  const { channelId, phase } = seat;
  if (channelId === null) return [seat, []];
  const tries = phase.status === 'connecting' || phase.status === 'reconnecting';
  const again: Phase = tries ? phase : { status: 'connecting', since: now };
  return [
    {
      ...seat,
      phase: again,
      pass: null,
      seats: seat.seats + 1,
      line: { status: 'opening', since: now },
      flow: { status: 'none' },
      restartAfterMs: null,
    },
    [{ type: 'open', channelId, resume: null }],
  ];
}

/** A socket again: to the same seat while the server keeps it, else to another. */
function open(seat: Seat, chance: Chance): Step {
  const { pass, channelId } = seat;
  const { now } = chance;
  if (channelId === null) return [seat, []];
  if (pass === null || (pass.lostAt !== null && now - pass.lostAt >= SEAT_KEPT_MS)) {
    return begin(seat, chance);
  }
  return [
    { ...seat, line: { status: 'opening', since: now }, restartAfterMs: null },
    [{ type: 'open', channelId, resume: `${pass.sessionId}.${pass.resumeToken}` }],
  ];
}

function heard(seat: Seat, { now }: Chance): Seat {
  const { line } = seat;
  return line.status === 'open' ? { ...seat, line: { ...line, heardAt: now } } : seat;
}

function frame(seat: Seat, event: VoiceEvent, chance: Chance): Step {
  switch (event.type) {
    case 'ready':
      return ready(seat, event, chance);
    case 'offer': {
      const { line } = seat;
      const answered: Seat =
        line.status === 'open' ? { ...seat, line: { ...line, offerBy: null } } : seat;
      return [answered, [{ type: 'answer', sdp: event.sdp, rev: event.rev }]];
    }
    case 'candidate':
      return [seat, [{ type: 'candidate', candidate: event.candidate }]];
    case 'slot':
      return [seat, [{ type: 'slot', mid: event.mid, userId: event.userId }]];
    case 'leave':
      return event.userId === seat.selfId ? shown(seat, event, chance) : [seat, []];
    case 'closing':
      return [{ ...seat, restartAfterMs: event.retryAfterMs }, []];
    // Whoever does not come in is told when to come back, just before the socket is closed.
    case 'error': {
      const { code, detail, retryAfterMs } = event;
      if (seat.line.status === 'open') return [seat, [{ type: 'refused', code, detail }]];
      return retryAfterMs === undefined
        ? [seat, []]
        : [{ ...seat, restartAfterMs: retryAfterMs }, []];
    }
    default:
      return [seat, []];
  }
}

function ready(seat: Seat, event: VoiceEvent & { type: 'ready' }, { now }: Chance): Step {
  const { sessionId, resumeToken, selfId, iceServers, limits } = event;
  const same = seat.pass?.sessionId === sessionId && seat.flow.status !== 'none';
  const { muted, deafened } = seat;
  const effects: Effect[] = same ? [] : [{ type: 'build', iceServers, bitrate: limits.bitrate }];
  effects.push({ type: 'say', command: { type: 'voice_state', muted, deafened } });
  const sat: Seat = {
    ...seat,
    selfId,
    failures: 0,
    pass: { sessionId, resumeToken, lostAt: null },
    line: { status: 'open', heardAt: now, offerBy: null },
    flow: same ? seat.flow : { status: 'building', since: now },
    bitrate: limits.bitrate,
  };
  // Who could not do without frames before begins with them, and what was said last may not have arrived.
  if (sat.way.by === 'frames') effects.push(carry(sat));
  // What was lost together with the socket is asked for now.
  if (same && seat.flow.status === 'broken') {
    const flowNow: Flow = { status: 'broken', since: now, asked: true };
    return restart(settle({ ...sat, flow: flowNow }, now), 'disconnected', now, effects);
  }
  return [settle(sat, now), effects];
}

/** Shown the door, or elsewhere. */
function shown(seat: Seat, event: VoiceEvent & { type: 'leave' }, chance: Chance): Step {
  switch (event.reason) {
    case 'moved': {
      if (event.channelId === undefined) return fail(seat, 'kicked');
      const [next, effects] = begin(
        { ...seat, channelId: event.channelId, phase: { status: 'idle' }, seats: 0 },
        chance,
      );
      return [next, [{ type: 'close' }, ...effects]];
    }
    // The server thought that nobody is here any more.
    case 'timeout':
      return rejoin(seat, chance);
    case 'left':
      return [stand(seat, { status: 'idle' }), [{ type: 'close' }, { type: 'release' }]];
    default:
      return fail(seat, event.reason);
  }
}

/** Whether all is well, by socket and media together. */
function settle(seat: Seat, now: number): Seat {
  const { phase, line } = seat;
  if (line.status === 'open' && isHeard(seat)) {
    return { ...seat, phase: { status: 'connected' }, seats: 0 };
  }
  return phase.status === 'connected'
    ? { ...seat, phase: { status: 'reconnecting', since: now } }
    : seat;
}

const REFUSALS: Record<number, Reason> = {
  4002: 'refused',
  4010: 'refused',
  4403: 'forbidden',
  4404: 'gone',
  4406: 'refused',
  4409: 'full',
  4413: 'refused',
};

function closed(seat: Seat, code: number, chance: Chance): Step {
  if (!isWanted(seat)) return [seat, []];
  const { now, random } = chance;
  const reason = REFUSALS[code];
  // The seat may be gone by now; that one may sit here at all is asked once more.
  if (code === 4404 && seat.pass !== null) return rejoin(seat, chance);
  if (reason !== undefined) return fail(seat, reason);
  const pass = seat.pass && { ...seat.pass, lostAt: seat.pass.lostAt ?? now };
  const away = settle({ ...seat, pass, line: { status: 'closed' } }, now);
  if (code === 4401) {
    if (seat.failures > 0) return fail(seat, 'signed_out');
    return [{ ...away, failures: 1, line: { status: 'renewing' } }, [{ type: 'renew' }]];
  }
  const asked = code === 4029 ? FLOOD_WAIT_MS : seat.restartAfterMs;
  const wait =
    asked === null
      ? random() * Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** seat.failures)
      : asked * (1 + random() / 2);
  const line: Line = { status: 'waiting', until: now + wait, firm: asked !== null };
  return gaveUp({ ...away, failures: seat.failures + 1, line }, chance);
}

/** A beginning that fails again and again is told of; so is a return that takes too long. */
function gaveUp(seat: Seat, { now }: Chance): Step {
  const { phase } = seat;
  if (phase.status === 'connecting' && now - phase.since >= 2 * CONNECT_MAX_MS) {
    return fail(seat, 'unreachable');
  }
  if (phase.status === 'reconnecting' && now - phase.since >= GIVE_UP_MS) {
    return fail(seat, 'lost');
  }
  return [seat, []];
}

function renewed(seat: Seat, ok: boolean, chance: Chance): Step {
  if (seat.line.status !== 'renewing') return [seat, []];
  return ok ? open(seat, chance) : closed({ ...seat, failures: 1 }, 1006, chance);
}

function flow(seat: Seat, to: 'flowing' | 'broken' | 'failed', chance: Chance): Step {
  const { now } = chance;
  if (!isWanted(seat) || seat.flow.status === 'none') return [seat, []];
  if (to === 'flowing') {
    const up: Seat = { ...seat, flow: { status: 'flowing' }, way: { by: 'media' } };
    return [settle(up, now), [carry(up)]];
  }
  // While frames go, media has its own times to be tried.
  if (seat.way.by === 'frames') {
    return [{ ...seat, flow: { status: 'broken', since: now, asked: true } }, []];
  }
  // While it is built for the first time, it has its own time.
  if (seat.flow.status === 'building') {
    return to === 'failed' ? giveWay(seat, chance) : [seat, []];
  }
  const since = seat.flow.status === 'broken' ? seat.flow.since : now;
  const asked = seat.flow.status === 'broken' && seat.flow.asked;
  const broken = settle({ ...seat, flow: { status: 'broken', since, asked } }, now);
  return to === 'failed' && !asked ? restart(broken, 'disconnected', now) : [broken, []];
}

function carry({ way, bitrate }: Seat): Effect {
  return { type: 'carry', by: way.by, bitrate };
}

/** Media does not flow: frames go instead, else everything begins anew. */
function giveWay(seat: Seat, chance: Chance): Step {
  if (!seat.frames || seat.line.status !== 'open') return rejoin(seat, chance);
  const way: Way = { by: 'frames', upAt: chance.now + UP_FIRST_MS, tries: 0 };
  const fallen = { ...seat, way };
  return [settle(fallen, chance.now), [carry(fallen)]];
}

/** Tries to have media again, and says when to try the next time. */
function tryUp(seat: Seat, { now }: Chance): Step {
  if (seat.way.by !== 'frames') return [seat, []];
  const tries = seat.way.tries + 1;
  const upAt = now + Math.min(UP_MAX_MS, UP_FIRST_MS * 2 ** tries);
  const flowNow: Flow = { status: 'broken', since: now, asked: true };
  return restart({ ...seat, way: { by: 'frames', upAt, tries }, flow: flowNow }, 'again', now);
}

function frameless(seat: Seat, chance: Chance): Step {
  const without: Seat = { ...seat, frames: false };
  if (seat.way.by !== 'frames') return [without, []];
  const { phase } = seat;
  const first: Phase =
    phase.status === 'connected' ? { status: 'connecting', since: chance.now } : phase;
  return rejoin({ ...without, phase: first, way: { by: 'media' } }, chance);
}

/** Asks for other ways through the network; the answer is an offer. */
function restart(seat: Seat, reason: string, now: number, before: Effect[] = []): Step {
  const { line, flow: media } = seat;
  if (line.status !== 'open') return [seat, before];
  return [
    {
      ...seat,
      line: { ...line, offerBy: now + OFFER_MAX_MS },
      flow: media.status === 'broken' ? { ...media, asked: true } : media,
    },
    [...before, { type: 'say', command: { type: 'restart_ice', reason } }],
  ];
}

/** Everything anew, in the same channel. */
function rejoin(seat: Seat, chance: Chance): Step {
  const first = seat.phase.status === 'connecting';
  // Twice is enough to know that no media comes through.
  if (first && seat.seats >= 2) return fail(seat, seat.frames ? 'unreachable' : 'no_way');
  const away = settle({ ...seat, line: { status: 'closed' } }, chance.now);
  const [next, effects] = begin(away, chance);
  return [next, [{ type: 'close' }, ...effects]];
}

function own(seat: Seat, { muted, deafened }: { muted: boolean; deafened: boolean }): Step {
  const next = { ...seat, muted, deafened };
  return [
    next,
    seat.line.status === 'open'
      ? [{ type: 'say', command: { type: 'voice_state', muted, deafened } }]
      : [],
  ];
}

function network(seat: Seat, chance: Chance): Step {
  if (!isWanted(seat)) return [seat, []];
  const { line } = seat;
  if (line.status === 'waiting' && !line.firm) return open(seat, chance);
  if (line.status === 'open' && seat.way.by === 'frames') {
    return tryUp({ ...seat, way: { ...seat.way, tries: -1 } }, chance);
  }
  if (line.status === 'open' && seat.flow.status !== 'building') {
    return restart(seat, 'network_change', chance.now);
  }
  return [seat, []];
}

function tick(seat: Seat, chance: Chance): Step {
  const { now } = chance;
  const { line, flow: media, way } = seat;
  if (!isWanted(seat)) return [seat, []];
  if (line.status === 'waiting' && now >= line.until) return open(seat, chance);
  if (isDead(seat, now)) {
    const [away, effects] = closed(seat, 1006, chance);
    return [away, [{ type: 'close' }, ...effects]];
  }
  const until = lostAt(seat);
  const lost = until !== null && now >= until;
  if (media.status === 'broken' && line.status === 'open') {
    if (!media.asked && now >= media.since + BROKEN_MS) {
      const [asked, effects] = restart(seat, 'disconnected', now);
      const [next, more] = lost && seat.frames ? giveWay(asked, chance) : [asked, []];
      return [next, [...effects, ...more]];
    }
  }
  if (lost) return giveWay(seat, chance);
  if (way.by === 'frames' && line.status === 'open' && now >= way.upAt) return tryUp(seat, chance);
  return gaveUp(seat, chance);
}

function isDead(seat: Seat, now: number): boolean {
  const { line } = seat;
  if (line.status === 'opening') return now >= line.since + CONNECT_MAX_MS;
  if (line.status !== 'open') return false;
  const silent = isHeard(seat) && now >= line.heardAt + SILENT_MAX_MS;
  return silent || (line.offerBy !== null && now >= line.offerBy);
}
