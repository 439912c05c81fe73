import { describe, expect, it } from 'vitest';
import type { Command, Event } from '../../protocol';
import { ready } from '../../testing/frames';
import { randomOf } from '../../testing/random';
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from '../backoff';
import { FLOOD_WAIT_MS } from './close';
import {
  deadline,
  FAILURES_MAX,
  HEALTHY_AFTER_MS,
  OFF,
  OPEN_MAX_MS,
  PONG_MAX_MS,
  step,
  type Effect,
  type Input,
} from './connection';
import { ANSWER_MAX_MS } from './pending';

/** A connection with its time in the test's hand. */
class Bench {
  connection = OFF;
  now = 0;
  effects: Effect[] = [];

  constructor(private readonly random: () => number = () => 0.5) {}

  /** A bench whose connection is live. */
  static live(random?: () => number): Bench {
    return new Bench(random).take({ type: 'start' }).hear(ready());
  }

  take(input: Input): this {
    const [connection, effects] = step(this.connection, input, {
      now: this.now,
      random: this.random,
    });
    this.connection = connection;
    this.effects = effects;
    return this;
  }

  hear(event: Event): this {
    return this.take({ type: 'frame', event });
  }

  close(code: number): this {
    return this.take({ type: 'closed', code });
  }

  send(key: string): this {
    return this.take({ type: 'command', key, command: commandOf(key) });
  }

  /** Waits for the next deadline and ticks. */
  wait(): this {
    this.now = deadline(this.connection) ?? this.now;
    return this.take({ type: 'tick' });
  }

  get status(): string {
    return this.connection.phase.status;
  }

  /** What the last input made it do. */
  get did(): string[] {
    return this.effects.map(({ type }) => type);
  }

  /** The keys of the commands that the last input transmitted. */
  get sent(): (string | undefined)[] {
    return this.effects.flatMap((effect) => (effect.type === 'transmit' ? [effect.key] : []));
  }
}

function commandOf(nonce: string): Command {
  return { type: 'send_message', channelId: '100', content: nonce, nonce };
}

describe('opening', () => {
  it('opens once when it is wanted', () => {
    const bench = new Bench().take({ type: 'start' });
    expect(bench.did).toEqual(['open']);
    expect(bench.take({ type: 'start' }).did).toEqual([]);
  });

  it('names the streams before anything else', () => {
    const bench = new Bench().send('a').take({ type: 'start' }).hear(ready());
    expect(bench.status).toBe('live');
    expect(bench.did).toEqual(['resume', 'transmit']);
  });

  it('gives a socket up that does not open', () => {
    const bench = new Bench().take({ type: 'start' });
    expect(deadline(bench.connection)).toBe(OPEN_MAX_MS);
    expect(bench.wait().did).toEqual(['close']);
    expect(bench.status).toBe('waiting');
  });

  it('takes no answers before the greeting', () => {
    const bench = new Bench().send('a').take({ type: 'start' });
    const before = bench.connection;
    expect(bench.hear({ type: 'ACK', ref: 'a' }).effects).toEqual([]);
    expect(bench.connection).toBe(before);
  });

  it('closes and forgets when nobody wants it any more', () => {
    const bench = Bench.live().send('a').take({ type: 'stop' });
    expect(bench.did).toEqual(['close']);
    expect(bench.connection).toEqual(OFF);
    expect(deadline(bench.connection)).toBeNull();
  });
});

describe('coming back', () => {
  /** Full jitter: anywhere from at once to the whole wait, which doubles up to a limit. */
  it('waits longer after each failure, up to the limit', () => {
    const bench = new Bench(() => 0.999_999).take({ type: 'start' });
    const waits = Array.from({ length: 9 }, () => {
      bench.close(1006);
      const waited = (deadline(bench.connection) ?? 0) - bench.now;
      bench.wait();
      return Math.round(waited);
    });
    const doubled = Array.from({ length: 9 }, (_, n) => BACKOFF_FIRST_MS * 2 ** n);
    expect(waits).toEqual(doubled.map((each) => Math.min(each, BACKOFF_MAX_MS)));
    expect(bench.did).toEqual(['open']);
  });

  it('spreads over the whole wait', () => {
    const random = randomOf(4711);
    const waits = Array.from({ length: 400 }, () => {
      const bench = new Bench(random).take({ type: 'start' }).close(1006);
      return deadline(bench.connection) ?? Infinity;
    });
    expect(Math.min(...waits)).toBeLessThan(BACKOFF_FIRST_MS * 0.05);
    expect(Math.max(...waits)).toBeGreaterThan(BACKOFF_FIRST_MS * 0.95);
    expect(Math.max(...waits)).toBeLessThan(BACKOFF_FIRST_MS);
  });

  it('forgets its failures after a minute of health, not before', () => {
    const bench = Bench.live(() => 1)
      .close(1006)
      .wait()
      .hear(ready());
    expect(bench.connection.attempt).toBe(1);
    bench.now += HEALTHY_AFTER_MS - 1;
    expect(bench.close(1006).connection.attempt).toBe(2);
    bench.wait().hear(ready());
    bench.now += HEALTHY_AFTER_MS;
    expect(bench.close(1006).connection.attempt).toBe(1);
  });

  it('tries at once when something suggests that it may work', () => {
    const bench = Bench.live(() => 1).close(1006);
    expect(bench.take({ type: 'wake' }).did).toEqual(['open']);
  });

  it('waits as long as a restarting server asked, whoever is impatient', () => {
    const bench = Bench.live().hear({ type: 'RECONNECT', afterMs: 3_000, reason: 'restart' });
    bench.close(1012);
    expect(deadline(bench.connection)).toBe(3_000);
    expect(bench.connection.phase).toMatchObject({ restarting: true });
    expect(bench.take({ type: 'wake' }).did).toEqual([]);
    expect(bench.wait().did).toEqual(['open']);
  });

  it('stays away for half a minute after a flood', () => {
    const bench = Bench.live().close(4029);
    expect(deadline(bench.connection)).toBeGreaterThanOrEqual(FLOOD_WAIT_MS);
    expect(bench.take({ type: 'wake' }).status).toBe('waiting');
  });

  it.each([4002, 4010, 4403, 4406, 4413])('does not come back by itself after %i', (code) => {
    const bench = Bench.live().close(code);
    expect(bench.status).toBe('refused');
    expect(deadline(bench.connection)).toBeNull();
    expect(bench.take({ type: 'wake' }).did).toEqual(['open']);
  });
});

describe('credentials', () => {
  it('gets a new token before it comes back with it', () => {
    const bench = Bench.live().close(4401);
    expect(bench.effects).toEqual([{ type: 'renew', authenticate: false }]);
    expect(bench.take({ type: 'renewed', ok: true }).did).toEqual(['open']);
  });

  /** A server that refuses every token must not be asked in a circle. */
  it('slows down when the new token is refused too', () => {
    const bench = Bench.live().close(4401).take({ type: 'renewed', ok: true });
    bench.close(4401).take({ type: 'renewed', ok: true });
    expect(bench.status).toBe('waiting');
  });

  it('tries later when there is no token to be had just now', () => {
    const bench = Bench.live().close(4401).take({ type: 'renewed', ok: false });
    expect(bench.status).toBe('waiting');
    expect(bench.wait().did).toEqual(['open']);
  });

  it('renews in place before the token expires', () => {
    const bench = Bench.live().hear({ type: 'TOKEN_EXPIRING', expiresInMs: 60_000 });
    expect(bench.effects).toEqual([{ type: 'renew', authenticate: true }]);
    expect(bench.status).toBe('live');
  });
});

describe('heartbeat', () => {
  it('pings first after a random part of the interval, then every interval', () => {
    const bench = Bench.live(() => 0.25);
    expect(deadline(bench.connection)).toBe(6_250);
    bench.wait();
    expect(bench.effects).toMatchObject([{ type: 'transmit', command: { type: 'ping' } }]);
    bench.hear({ type: 'PONG', streams: {} });
    expect(deadline(bench.connection)).toBe(6_250 + 25_000);
  });

  it('takes a server that does not answer for lost', () => {
    const bench = Bench.live(() => 0).wait();
    expect(deadline(bench.connection)).toBe(PONG_MAX_MS);
    expect(bench.wait().did).toEqual(['close']);
    expect(bench.status).toBe('waiting');
  });

  it('takes any frame for a sign of life', () => {
    const bench = Bench.live(() => 0).wait();
    bench.now = PONG_MAX_MS - 1;
    bench.hear({ type: 'SYNCED' });
    expect(deadline(bench.connection)).toBe(25_000);
  });

  it('asks at once whether anybody is there when the window wakes', () => {
    const bench = Bench.live().take({ type: 'wake' });
    expect(bench.effects).toMatchObject([{ type: 'transmit', command: { type: 'ping' } }]);
  });
});

describe('commands', () => {
  it('sends what was written before there was a connection, in order', () => {
    const bench = new Bench().send('a').send('b').take({ type: 'start' }).hear(ready());
    expect(bench.sent).toEqual(['a', 'b']);
  });

  it('sends everything unanswered again after a lost connection, in order', () => {
    const bench = Bench.live().send('a').send('b').send('c');
    bench.hear({ type: 'ACK', ref: 'b' });
    bench.close(1006).wait().hear(ready());
    expect(bench.sent).toEqual(['a', 'c']);
  });

  it('hands on each final answer once', () => {
    const bench = Bench.live().send('a').hear({ type: 'ACK', ref: 'a', messageId: '9' });
    expect(bench.effects).toEqual([
      { type: 'settled', key: 'a', answer: { type: 'ACK', ref: 'a', messageId: '9' } },
    ]);
    expect(bench.hear({ type: 'ACK', ref: 'a', messageId: '9' }).did).toEqual([]);
  });

  it('knows an answer by its nonce where it carries no ref', () => {
    const bench = Bench.live().send('a').hear({ type: 'ACK', nonce: 'a' });
    expect(bench.effects).toMatchObject([{ type: 'settled', key: 'a' }]);
  });

  it('takes a refusal for the end of it', () => {
    const bench = Bench.live().send('a');
    bench.hear({ type: 'ERROR', ref: 'a', code: 'FORBIDDEN', detail: 'No.' });
    expect(bench.did).toEqual(['settled']);
    expect(bench.close(1006).wait().hear(ready()).sent).toEqual([]);
  });

  it.each(['RATE_LIMITED', 'OVERLOADED', 'INTERNAL'] as const)(
    'repeats after %s, all in order and not before the pause is over',
    (code) => {
      const bench = Bench.live(() => 1)
        .send('a')
        .send('b');
      bench.hear({ type: 'ERROR', ref: 'a', code, detail: 'Later.', retryAfterMs: 1_500 });
      expect(bench.did).toEqual([]);
      expect(bench.send('c').sent).toEqual([]);
      expect(deadline(bench.connection)).toBe(1_500);
      expect(bench.wait().sent).toEqual(['a', 'b', 'c']);
    },
  );

  /** What the server cannot do must not stand in the way of everything that was said after it. */
  it('gives up what the server fails at again and again', () => {
    const bench = Bench.live(() => 1)
      .send('a')
      .send('b');
    const error: Event = { type: 'ERROR', ref: 'a', code: 'INTERNAL', detail: 'Broken.' };
    for (let failure = 1; failure < FAILURES_MAX; failure += 1) {
      expect(bench.hear(error).did).toEqual([]);
      expect(bench.wait().sent).toEqual(['a', 'b']);
    }
    bench.hear(error);
    expect(bench.effects).toEqual([{ type: 'settled', key: 'a', answer: error }]);
    expect(bench.close(1006).wait().hear(ready()).sent).toEqual(['b']);
  });

  /** A server that is busy says so as often as it likes: that is no failure of the command. */
  it.each(['RATE_LIMITED', 'OVERLOADED'] as const)('never gives up after %s', (code) => {
    const bench = Bench.live(() => 1).send('a');
    const error: Event = { type: 'ERROR', ref: 'a', code, detail: 'Later.', retryAfterMs: 10 };
    for (let time = 0; time < 3 * FAILURES_MAX; time += 1) {
      expect(bench.hear(error).did).toEqual([]);
      expect(bench.wait().sent).toEqual(['a']);
    }
  });

  it('sends again what the server forgot to answer', () => {
    const bench = Bench.live(() => 1).send('a');
    bench.now = ANSWER_MAX_MS;
    expect(bench.take({ type: 'tick' }).sent).toEqual(['a']);
  });

  it('does not send what was given up', () => {
    const bench = new Bench().send('a').send('b').take({ type: 'discard', key: 'a' });
    expect(bench.take({ type: 'start' }).hear(ready()).sent).toEqual(['b']);
  });
});

/** Whatever happens in whatever order, no command is lost and none is settled twice. */
it.each(Array.from({ length: 40 }, (_, seed) => seed))('keeps every command (seed %i)', (seed) => {
  const random = randomOf(seed);
  const bench = new Bench(random).take({ type: 'start' });
  const waiting = new Set<string>();
  const settled: string[] = [];
  const heed = (): void => {
    for (const effect of bench.effects) {
      if (effect.type === 'transmit' && effect.key) waiting.add(effect.key);
      if (effect.type === 'settled') settled.push(effect.key);
    }
    if (bench.did.includes('open') || bench.did.includes('close')) waiting.clear();
  };
  const total = 30;
  let given = 0;
  for (let turn = 0; turn < 3_000 && settled.length < total; turn += 1) {
    const dice = random();
    bench.now += Math.trunc(random() * 300);
    if (dice < 0.1 && given < total) bench.send(`${given++}`);
    else if (dice < 0.15) bench.close([1006, 1012, 4008, 4401][Math.trunc(random() * 4)] ?? 1006);
    else if (dice < 0.2) bench.take({ type: 'wake' });
    else if (dice < 0.3) bench.take({ type: 'renewed', ok: random() < 0.7 });
    else if (bench.status === 'opening') bench.hear(ready());
    else if (bench.status === 'live' && waiting.size > 0 && dice < 0.8) {
      const [ref = ''] = waiting;
      waiting.delete(ref);
      bench.hear(
        random() < 0.2
          ? { type: 'ERROR', ref, code: 'RATE_LIMITED', detail: 'Later.' }
          : { type: 'ACK', ref },
      );
    } else bench.wait();
    heed();
  }
  expect(settled.toSorted((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: total }, (_, index) => `${index}`),
  );
});
