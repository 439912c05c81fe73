import { describe, expect, it } from 'vitest';
import {
  BROKEN_MS,
  CONNECT_MAX_MS,
  deadline,
  FALL_AFTER_MS,
  OFFER_MAX_MS,
  SILENT_MAX_MS,
  STANDING,
  step,
  UP_FIRST_MS,
  UP_MAX_MS,
  type Effect,
  type Input,
} from './seat';

/** Somebody whose browser can carry sound in frames, with the time in the test's hand. */
class Bench {
  seat = STANDING;
  now = 0;
  effects: Effect[] = [];

  take(input: Input): this {
    [this.seat, this.effects] = step(this.seat, input, { now: this.now, random: () => 0.5 });
    return this;
  }

  join(frames = true): this {
    this.take({ type: 'join', channelId: '100', listening: true, frames });
    return this.ready();
  }

  ready(sessionId = 'a'): this {
    return this.take({
      type: 'frame',
      event: {
        type: 'ready',
        selfId: '1',
        sessionId,
        resumeToken: 'secret',
        participants: [],
        iceServers: [],
        limits: { slots: 8, bitrate: 64_000, participants: 50 },
        transport: 'udp',
      },
    });
  }

  flows(to: 'flowing' | 'broken' | 'failed'): this {
    return this.take({ type: 'flow', to });
  }

  offer(): this {
    return this.take({ type: 'frame', event: { type: 'offer', sdp: '', rev: 2 } });
  }

  /** Goes to the next deadline and ticks. */
  wait(): this {
    this.now = deadline(this.seat) ?? this.now;
    return this.take({ type: 'tick' });
  }

  get does(): string[] {
    return this.effects.map((each) => {
      if (each.type === 'carry') return each.by;
      return each.type === 'say' ? each.command.type : each.type;
    });
  }
}

describe('falling to frames', () => {
  it('happens when media does not come up, and is as good as connected', () => {
    const bench = new Bench().join().wait();
    expect(bench.now).toBe(FALL_AFTER_MS);
    expect(bench.effects).toEqual([{ type: 'carry', by: 'frames', bitrate: 64_000 }]);
    expect(bench.seat.phase.status).toBe('connected');
  });

  it('happens at once when the browser knows that media cannot come up', () => {
    const bench = new Bench().join().flows('failed');
    expect(bench.does).toEqual(['frames']);
  });

  it('happens when media is lost, together with another try of it', () => {
    const bench = new Bench().join().flows('flowing');
    expect(bench.does).toEqual(['media']);
    bench.flows('broken').wait();
    expect(bench.now).toBe(BROKEN_MS);
    expect(bench.does).toEqual(['restart_ice', 'frames']);
    expect(bench.seat.phase.status).toBe('connected');
  });

  it('does not happen where media comes back in time, or the browser cannot', () => {
    const back = new Bench().join().flows('flowing').flows('broken').flows('flowing');
    expect(back.does).toEqual(['media']);
    expect(back.seat.way.by).toBe('media');
    const cannot = new Bench().join(false).wait();
    expect(cannot.now).toBe(CONNECT_MAX_MS);
    expect(cannot.does).toEqual(['close', 'open']);
    cannot.ready('b').wait();
    expect(cannot.seat.phase).toEqual({ status: 'failed', reason: 'no_way' });
  });

  it('is taken back where the browser cannot after all', () => {
    const bench = new Bench().join().wait().take({ type: 'frameless' });
    expect(bench.does).toEqual(['close', 'open']);
    bench.ready('b').wait().ready('c').wait();
    expect(bench.seat.phase).toEqual({ status: 'failed', reason: 'no_way' });
  });
});

describe('while frames go', () => {
  it('media is tried again, ever more rarely, and taken when it comes', () => {
    const bench = new Bench().join().wait();
    const waits: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      const before = bench.now;
      // The server answers pings all the time.
      bench.seat = {
        ...bench.seat,
        line: { status: 'open', heardAt: before + UP_MAX_MS, offerBy: null },
      };
      bench.wait();
      expect(bench.does).toEqual(['restart_ice']);
      bench.offer();
      expect(bench.does).toEqual(['answer']);
      bench.flows('failed');
      expect(bench.does).toEqual([]);
      waits.push(bench.now - before);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
    expect(waits[0]).toBe(UP_FIRST_MS);
    bench.flows('flowing');
    expect(bench.does).toEqual(['media']);
    expect(bench.seat.phase.status).toBe('connected');
  });

  it('another network is tried at once', () => {
    const bench = new Bench().join().wait().take({ type: 'network' });
    expect(bench.does).toEqual(['restart_ice']);
    expect(bench.seat.way).toEqual({ by: 'frames', upAt: bench.now + UP_FIRST_MS, tries: 0 });
  });

  it('a socket that is silent is dead, and the next one begins with frames', () => {
    const bench = new Bench().join().wait();
    bench.take({ type: 'network' });
    bench.now += Math.min(OFFER_MAX_MS, SILENT_MAX_MS);
    bench.take({ type: 'tick' });
    expect(bench.does).toEqual(['close']);
    expect(bench.seat.phase.status).toBe('reconnecting');
    bench.wait();
    expect(bench.does).toEqual(['open']);
    bench.ready();
    expect(bench.does).toContain('frames');
    expect(bench.seat.phase.status).toBe('connected');
    // The server had given the seat away: everything anew, and still by frames.
    bench.take({ type: 'frame', event: { type: 'leave', userId: '1', reason: 'timeout' } });
    bench.ready('b');
    expect(bench.does).toEqual(['build', 'voice_state', 'frames']);
  });
});
