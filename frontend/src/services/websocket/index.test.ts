import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Command, Event } from '../../protocol';
import { CHANNEL, newMessage, noop, pageOf, ready } from '../../testing/frames';
import type { Renewal } from '../api/session';
import type { ConnectionView } from '../events';
import { Socket } from './index';

/** The browser's end of a wire whose other end the test holds. */
class Wire extends EventTarget {
  readyState = 1;
  sent: Command[] = [];

  constructor(readonly ticket: string) {
    super();
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Command);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server says something. */
  says(...events: Event[]): void {
    for (const event of events) this.saysText(JSON.stringify(event));
  }

  saysText(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** The server, or the network, ends it. */
  ends(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new globalThis.Event('close'), { code }));
  }

  get said(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

/** A socket with everything around it in the test's hand. */
function bench(renewal: Renewal = 'renewed') {
  const wires: Wire[] = [];
  const heard: Event[] = [];
  const views: ConnectionView[] = [];
  let tickets = 0;
  const socket = new Socket({
    ticket: async () => `ticket ${(tickets += 1)}`,
    renew: async () => renewal,
    token: async () => 'fresh token',
    open: (ticket) => {
      const wire = new Wire(ticket);
      wires.push(wire);
      return wire as unknown as WebSocket;
    },
    now: Date.now,
    random: () => 0.5,
    onEvent: (event) => heard.push(event),
    onView: (view) => views.push(view),
  });
  /** Waits until a wire is there and greets. */
  const live = async (): Promise<Wire> => {
    await vi.advanceTimersByTimeAsync(0);
    const wire = wires.at(-1);
    if (!wire) throw new Error('no socket was opened');
    wire.says(ready());
    return wire;
  };
  return { socket, wires, heard, views, live };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('opens with a ticket of its own each time, and names its streams first', async () => {
  const { socket, wires, live } = bench();
  socket.follow({ [CHANNEL]: 4 });
  socket.send('a', { type: 'send_message', channelId: CHANNEL, content: 'hi', nonce: 'a' });
  socket.start();
  const wire = await live();
  expect(wire.sent).toEqual([
    { type: 'resume', epoch: 'one', streams: { [CHANNEL]: 4 } },
    { type: 'send_message', channelId: CHANNEL, content: 'hi', nonce: 'a', ref: 'a' },
  ]);
  wire.ends(1006);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(wires.map(({ ticket }) => ticket)).toEqual(['ticket 1', 'ticket 2']);
});

it('hands on durable events once and in order, whatever the wire does', async () => {
  const { socket, heard, live } = bench();
  socket.follow({ [CHANNEL]: 0 });
  socket.start();
  const wire = await live();
  wire.says(noop(1), noop(1), noop(3));
  expect(wire.sent.at(-1)).toMatchObject({ type: 'resume', streams: { [CHANNEL]: 1 } });
  wire.says(pageOf(2, 3), noop(2), noop(4));
  expect(heard.map((event) => ('seq' in event ? event.seq : null))).toEqual([1, 2, 3, 4]);
});

it('continues from its cursor after a lost connection', async () => {
  const { socket, live } = bench();
  socket.follow({ [CHANNEL]: 0 });
  socket.start();
  (await live()).says(noop(1), noop(2));
  const [first] = [await live()];
  first.ends(1006);
  await vi.advanceTimersByTimeAsync(1_000);
  const second = await live();
  expect(second.sent[0]).toMatchObject({ type: 'resume', streams: { [CHANNEL]: 2 } });
});

it('ignores what is not a frame, and what an old wire still says', async () => {
  const { socket, heard, live } = bench();
  socket.follow({ [CHANNEL]: 0 });
  socket.start();
  const first = await live();
  for (const text of ['', 'null', '7', '{', '[]', '{"kind":"?"}']) first.saysText(text);
  first.ends(1006);
  await vi.advanceTimersByTimeAsync(1_000);
  await live();
  first.says(noop(1));
  first.ends(4401);
  expect(heard).toEqual([]);
});

it('asks again when a tip stays ahead', async () => {
  const { socket, live } = bench();
  socket.follow({ [CHANNEL]: 4 });
  socket.start();
  const wire = await live();
  wire.says({ type: 'PONG', streams: { [CHANNEL]: 5 } });
  await vi.advanceTimersByTimeAsync(1_999);
  expect(wire.said).toEqual(['resume']);
  await vi.advanceTimersByTimeAsync(1);
  expect(wire.said).toEqual(['resume', 'resume']);
});

it('renews its credential in place', async () => {
  const { socket, live } = bench();
  socket.start();
  const wire = await live();
  wire.says({ type: 'TOKEN_EXPIRING', expiresInMs: 60_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(wire.sent.at(-1)).toEqual({ type: 'authenticate', token: 'fresh token' });
});

it('comes back with a new token after its credential was refused', async () => {
  const { socket, wires, live } = bench();
  socket.start();
  (await live()).ends(4401);
  await vi.advanceTimersByTimeAsync(0);
  expect(wires).toHaveLength(2);
});

it('hands on a reset, and goes on from there', async () => {
  const { socket, heard, live } = bench();
  socket.follow({ [CHANNEL]: 4 });
  socket.start();
  const wire = await live();
  wire.says({ type: 'SYNC_RESET', stream: CHANNEL, seq: 9, reason: 'GAP_TOO_LARGE' }, noop(10));
  expect(heard.map(({ type }) => type)).toEqual(['SYNC_RESET', 'NOOP']);
});

it('asks at once for a stream that it begins to follow', async () => {
  const { socket, live } = bench();
  socket.start();
  const wire = await live();
  socket.follow({ 200: 3 });
  socket.follow({ 200: 3 });
  expect(wire.sent.slice(1)).toEqual([{ type: 'resume', epoch: 'one', streams: { 200: 3 } }]);
});

it('joins a channel from where it knows it', async () => {
  const { socket, live } = bench();
  socket.follow({ [CHANNEL]: 4 });
  socket.start();
  const wire = await live();
  wire.says(newMessage(5));
  socket.join(CHANNEL, 3);
  expect(wire.sent.at(-1)).toEqual({ type: 'join_channel', channelId: CHANNEL, seq: 5 });
});

it('says how it is, each state once', async () => {
  const { socket, views, live } = bench();
  socket.start();
  const wire = await live();
  wire.says(noop(1), noop(2));
  wire.ends(4010);
  socket.stop();
  expect(views.map(({ status }) => status)).toEqual(['connecting', 'live', 'refused', 'off']);
});

it('is silent once it is stopped', async () => {
  const { socket, wires, heard, live } = bench();
  socket.follow({ [CHANNEL]: 0 });
  socket.start();
  const wire = await live();
  socket.stop();
  expect(wire.readyState).toBe(3);
  wire.says(noop(1));
  await vi.advanceTimersByTimeAsync(120_000);
  expect([wires.length, heard]).toEqual([1, []]);
});

/** A page of history is read beside the stream: what came meanwhile is applied once more. */
it('records what a stream brings', async () => {
  const { socket, live } = bench();
  socket.follow({ [CHANNEL]: 0, 200: 0 });
  socket.start();
  const wire = await live();
  const recording = socket.record(CHANNEL);
  wire.says(noop(1), noop(2), noop(1, '200'), noop(3));
  const after = recording.after(1);
  wire.says(noop(4));
  expect(after?.map((event) => ('seq' in event ? event.seq : null))).toEqual([2, 3]);
});
