import { describe, expect, it } from 'vitest';
import type { VoiceEvent } from '../../protocol';
import { randomOf } from '../../testing/random';
import {
  AGAIN_MAX_MS,
  BROKEN_MS,
  CONNECT_MAX_MS,
  deadline,
  GIVE_UP_MS,
  isWanted,
  OFFER_MAX_MS,
  REJOIN_AFTER_MS,
  SEAT_KEPT_MS,
  SILENT_MAX_MS,
  STANDING,
  step,
  type Effect,
  type Input,
  type Reason,
} from './seat';

const CHANNEL = '100';
const ME = '1';

/** A seat with its time in the test's hand. */
class Bench {
  seat = STANDING;
  now = 0;
  effects: Effect[] = [];

  constructor(private readonly random: () => number = () => 0.5) {}

  /** One whose person sits, speaks and hears. */
  static connected(random?: () => number): Bench {
    return new Bench(random).join().take({ type: 'microphone', trouble: null }).ready().flows();
  }

  take(input: Input): this {
    const chance = { now: this.now, random: this.random };
    [this.seat, this.effects] = step(this.seat, input, chance);
    return this;
  }

  join(listening = false): this {
    return this.take({ type: 'join', channelId: CHANNEL, listening, frames: false });
  }

  hear(event: VoiceEvent): this {
    return this.take({ type: 'frame', event });
  }

  ready(sessionId = 'a'): this {
    return this.hear({
      type: 'ready',
      selfId: ME,
      sessionId,
      resumeToken: 'secret',
      participants: [],
      iceServers: [],
      limits: { slots: 8, bitrate: 32_000, participants: 50 },
      transport: 'udp',
    });
  }

  flows(to: 'flowing' | 'broken' | 'failed' = 'flowing'): this {
    return this.take({ type: 'flow', to });
  }

  close(code: number): this {
    return this.take({ type: 'closed', code });
  }

  shown(
    reason: 'kicked' | 'replaced' | 'channel_deleted' | 'timeout' | 'moved',
    to?: string,
  ): this {
    return this.hear({
      type: 'leave',
      userId: ME,
      reason,
      ...(to === undefined ? {} : { channelId: to }),
    });
  }

  /** Goes to the next deadline and ticks. */
  wait(): this {
    this.now = deadline(this.seat) ?? this.now;
    return this.take({ type: 'tick' });
  }

  after(ms: number): this {
    this.now += ms;
    return this.take({ type: 'tick' });
  }

  get does(): string[] {
    return this.effects.map((each) => (each.type === 'say' ? each.command.type : each.type));
  }
}

describe('sitting down', () => {
  it('asks for the microphone, then connects, then is connected', () => {
    const bench = new Bench().join();
    expect(bench.seat.phase.status).toBe('asking');
    expect(bench.does).toEqual(['ask']);
    bench.take({ type: 'microphone', trouble: null });
    expect(bench.seat.phase.status).toBe('connecting');
    expect(bench.effects).toEqual([{ type: 'open', channelId: CHANNEL, resume: null }]);
    bench.ready();
    expect(bench.does).toEqual(['build', 'voice_state']);
    expect(bench.effects[0]).toMatchObject({ bitrate: 32_000 });
    expect(bench.seat.phase.status).toBe('connecting');
    bench.hear({ type: 'offer', sdp: 'v=0', rev: 1 });
    expect(bench.effects).toEqual([{ type: 'answer', sdp: 'v=0', rev: 1 }]);
    bench.flows();
    expect(bench.seat.phase.status).toBe('connected');
  });

  it('does not ask whoever only listens', () => {
    expect(new Bench().join(true).does).toEqual(['open']);
  });

  it('says why there is no microphone, and lets one listen after that', () => {
    const bench = new Bench().join().take({ type: 'microphone', trouble: 'denied' });
    expect(bench.seat.phase).toEqual({ status: 'failed', reason: 'denied' });
    expect(bench.seat.channelId).toBe(CHANNEL);
    expect(bench.join(true).seat.phase.status).toBe('connecting');
  });

  it('leaves the one channel before it goes to another', () => {
    const bench = Bench.connected();
    bench.take({ type: 'join', channelId: '200', listening: true, frames: false });
    expect(bench.does).toEqual(['leave', 'close', 'release', 'open']);
  });

  it('does nothing for who sits there already', () => {
    expect(Bench.connected().join().does).toEqual([]);
  });

  it('gives up where no media comes through, after a second try', () => {
    const bench = new Bench().join(true).ready();
    bench.wait();
    expect(bench.does).toEqual(['close', 'open']);
    bench.ready('b').wait();
    expect(bench.seat.phase).toEqual({ status: 'failed', reason: 'no_way' });
  });

  it('gives up where no socket opens', () => {
    const bench = new Bench().join(true);
    for (let turn = 0; isWanted(bench.seat) && turn < 50; turn += 1) bench.wait();
    expect(bench.seat.phase).toEqual({ status: 'failed', reason: 'unreachable' });
    expect(bench.now).toBeLessThan(4 * CONNECT_MAX_MS);
  });

  it.each<[number, Reason]>([
    [4403, 'forbidden'],
    [4404, 'gone'],
    [4409, 'full'],
  ])('tells what %i means', (code, reason) => {
    expect(new Bench().join(true).close(code).seat.phase).toEqual({ status: 'failed', reason });
  });
});

describe('a lost socket', () => {
  it('leaves the media alone and takes the same seat', () => {
    const bench = Bench.connected().close(1006);
    expect(bench.seat.phase.status).toBe('reconnecting');
    expect(bench.does).toEqual([]);
    bench.wait();
    expect(bench.effects).toEqual([{ type: 'open', channelId: CHANNEL, resume: 'a.secret' }]);
    bench.ready();
    expect(bench.does).toEqual(['voice_state']);
    expect(bench.seat.phase.status).toBe('connected');
  });

  it('takes another seat when the server has given it away', () => {
    const bench = Bench.connected().close(1006).wait().ready('b');
    expect(bench.does).toEqual(['build', 'voice_state']);
  });

  it('asks for another seat where the old one is not kept any more', () => {
    const bench = Bench.connected().close(1006);
    bench.now += SEAT_KEPT_MS;
    expect(bench.take({ type: 'tick' }).effects).toEqual([
      { type: 'open', channelId: CHANNEL, resume: null },
    ]);
  });

  it('waits longer each time, but never long, and gives up in the end', () => {
    const bench = Bench.connected(() => 1);
    bench.close(1006);
    const waits: number[] = [];
    while (isWanted(bench.seat) && waits.length < 200) {
      const before = bench.now;
      bench.wait();
      waits.push(bench.now - before);
      if (isWanted(bench.seat)) bench.close(1006);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(AGAIN_MAX_MS);
    expect(bench.seat.phase).toEqual({ status: 'failed', reason: 'lost' });
    expect(bench.now).toBeGreaterThanOrEqual(GIVE_UP_MS);
  });

  it('is noticed by its silence', () => {
    const bench = Bench.connected();
    expect(deadline(bench.seat)).toBe(SILENT_MAX_MS);
    bench.wait();
    expect(bench.does).toEqual(['close']);
    expect(bench.seat.phase.status).toBe('reconnecting');
  });

  it('gets a new token once, and is signed out after that', () => {
    const bench = Bench.connected().close(4401);
    expect(bench.does).toEqual(['renew']);
    bench.take({ type: 'renewed', ok: true });
    expect(bench.does).toEqual(['open']);
    expect(bench.close(4401).seat.phase).toEqual({ status: 'failed', reason: 'signed_out' });
  });

  it('waits as long as a server that restarts asks for', () => {
    const bench = Bench.connected(() => 0);
    bench.hear({ type: 'closing', reason: 'restart', retryAfterMs: 4_000 }).close(1012);
    expect(deadline(bench.seat)).toBe(4_000);
    // Also when the network says that it is back.
    expect(bench.take({ type: 'network' }).does).toEqual([]);
  });

  it('comes back to a server that is full when it was told to', () => {
    const bench = new Bench(() => 0).join(true);
    bench.hear({ type: 'error', code: 'OVERLOADED', detail: 'full', retryAfterMs: 3_000 });
    bench.close(1013);
    expect(deadline(bench.seat)).toBe(3_000);
  });

  it('is opened at once when the network is back', () => {
    expect(Bench.connected().close(1006).take({ type: 'network' }).does).toEqual(['open']);
  });
});

describe('lost media', () => {
  it('is given a moment, then asked for, then taken anew', () => {
    const bench = Bench.connected().flows('broken');
    expect(bench.does).toEqual([]);
    bench.after(BROKEN_MS);
    expect(bench.does).toEqual(['restart_ice']);
    bench.hear({ type: 'offer', sdp: 'v=0', rev: 2 });
    bench.wait();
    expect(bench.now).toBe(REJOIN_AFTER_MS);
    expect(bench.does).toEqual(['close', 'open']);
    expect(bench.seat.phase.status).toBe('reconnecting');
    expect(bench.ready('b').does).toEqual(['build', 'voice_state']);
    expect(bench.flows().seat.phase.status).toBe('connected');
  });

  it('may come back by itself', () => {
    const bench = Bench.connected().flows('broken').flows();
    expect(bench.seat.phase.status).toBe('connected');
    expect(bench.after(BROKEN_MS).does).toEqual([]);
  });

  it('is asked for at once when it failed, or the network is another one', () => {
    expect(Bench.connected().flows('failed').does).toEqual(['restart_ice']);
    expect(Bench.connected().take({ type: 'network' }).does).toEqual(['restart_ice']);
  });

  it('shows that the socket is dead when no offer comes', () => {
    const bench = Bench.connected().take({ type: 'network' });
    expect(deadline(bench.seat)).toBe(OFFER_MAX_MS);
    expect(bench.wait().does).toEqual(['close']);
    expect(bench.wait().effects).toEqual([
      { type: 'open', channelId: CHANNEL, resume: 'a.secret' },
    ]);
  });

  it('that went with the socket is asked for when the socket is back', () => {
    const bench = Bench.connected().close(1006).flows('broken').wait().ready();
    expect(bench.does).toEqual(['voice_state', 'restart_ice']);
  });
});

describe('being shown the door', () => {
  it.each(['kicked', 'replaced', 'channel_deleted'] as const)('is told: %s', (reason) => {
    const bench = Bench.connected().shown(reason);
    expect(bench.seat.phase).toEqual({ status: 'failed', reason });
    expect(bench.does).toEqual(['close', 'release']);
    // The socket that closes afterwards changes nothing.
    expect(bench.close(4403).seat.phase).toEqual({ status: 'failed', reason });
  });

  it('elsewhere is followed, with the same microphone', () => {
    const bench = Bench.connected().shown('moved', '200');
    expect(bench.effects).toEqual([
      { type: 'close' },
      { type: 'open', channelId: '200', resume: null },
    ]);
    expect(bench.seat.phase.status).toBe('connecting');
  });

  it('of somebody else is none', () => {
    const bench = Bench.connected().hear({ type: 'leave', userId: '2', reason: 'kicked' });
    expect(bench.seat.phase.status).toBe('connected');
  });
});

it('keeps what one chose for oneself through all of it', () => {
  const bench = Bench.connected().take({ type: 'own', muted: true, deafened: false });
  expect(bench.effects).toEqual([
    { type: 'say', command: { type: 'voice_state', muted: true, deafened: false } },
  ]);
  bench.close(1006).wait().ready('b');
  expect(bench.effects).toContainEqual({
    type: 'say',
    command: { type: 'voice_state', muted: true, deafened: false },
  });
  bench.take({ type: 'leave' });
  expect(bench.seat).toEqual({ ...STANDING, muted: true });
});

it('says what is refused in a call, and waits where it may not come in yet', () => {
  const refused = { type: 'error', code: 'CONFLICT', detail: 'That call is full.' } as const;
  expect(Bench.connected().hear(refused).effects).toEqual([
    { type: 'refused', code: 'CONFLICT', detail: 'That call is full.' },
  ]);
  const bench = new Bench().join().take({ type: 'microphone', trouble: null });
  bench.hear({ ...refused, retryAfterMs: 5_000 });
  expect(bench.effects).toEqual([]);
  expect(bench.seat.restartAfterMs).toBe(5_000);
});

/** Whatever happens in whatever order: a seat that is wanted always waits for something or sits. */
it('never waits for nothing, and never spins', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = randomOf(seed);
    const bench = new Bench(random).join(random() < 0.5);
    for (let turn = 0; turn < 80; turn += 1) {
      const dice = Math.floor(random() * 11);
      if (dice === 0) bench.close(random() < 0.8 ? 1006 : 4401);
      else if (dice === 1) bench.ready(random() < 0.7 ? 'a' : 'b');
      else if (dice === 2) bench.flows();
      else if (dice === 3) bench.flows('broken');
      else if (dice === 4) bench.flows('failed');
      else if (dice === 5) bench.take({ type: 'network' });
      else if (dice === 6) bench.take({ type: 'microphone', trouble: null });
      else if (dice === 7) bench.hear({ type: 'offer', sdp: '', rev: turn });
      else if (dice === 8) bench.take({ type: 'renewed', ok: random() < 0.5 });
      else bench.wait();
      const at = deadline(bench.seat);
      const { status } = bench.seat.phase;
      if (status === 'connecting' || status === 'reconnecting') {
        const renews = bench.seat.line.status === 'renewing';
        expect(at !== null || renews, `seed ${seed}, turn ${turn}`).toBe(true);
      }
      // What is due is done with the next tick, or with the one after it.
      if (at !== null) {
        bench.wait().wait().wait().wait();
        const next = deadline(bench.seat);
        expect(next === null || next > bench.now, `seed ${seed}, turn ${turn}`).toBe(true);
      }
    }
  }
});
