import { describe, expect, it } from 'vitest';
import { noop, pageOf } from '../../testing/frames';
import { randomOf } from '../../testing/random';
import {
  asked,
  compare,
  HELD_MAX,
  isBehind,
  receive,
  receivePage,
  startAt,
  type Outcome,
  type Stream,
} from './resume';
import vectors from './resume.vectors.json';

/** One step of a vector, as any language can read it. */
interface VectorStep {
  at: number;
  event?: number;
  page?: number[];
  tip?: number;
  behind?: boolean;
  apply?: number[];
  ask?: boolean;
  cursor?: number;
}

describe('the resume rule, by the shared vectors', () => {
  it.each(vectors)('$name', ({ cursor, steps }) => {
    let stream = startAt(cursor);
    for (const step of steps as VectorStep[]) stream = follow(stream, step);
  });
});

/** Does what a step says and checks what it promises. */
function follow(stream: Stream, step: VectorStep): Stream {
  if (step.tip !== undefined) return compare(stream, step.tip, step.at);
  if (step.behind !== undefined) {
    expect(isBehind(stream, step.at)).toBe(step.behind);
    return stream;
  }
  const outcome = outcomeOf(stream, step);
  expect({
    apply: outcome.apply.map(({ seq }) => seq),
    ask: outcome.ask,
    cursor: outcome.stream.cursor,
  }).toEqual({ apply: step.apply, ask: step.ask, cursor: step.cursor });
  return outcome.stream;
}

function outcomeOf(stream: Stream, { event, page, at }: VectorStep): Outcome {
  if (event !== undefined) return receive(stream, noop(event), at);
  const [from = 0, to = 0] = page ?? [];
  return receivePage(stream, pageOf(from, to), at);
}

/** However much is held, memory is bounded: at one more, all is dropped and the answer brings it. */
it('drops what it holds when that becomes too much', () => {
  let stream = startAt(0);
  for (let seq = 2; seq < 2 + HELD_MAX; seq += 1) stream = receive(stream, noop(seq), 0).stream;
  expect(stream.held.size).toBe(HELD_MAX);
  stream = receive(stream, noop(2 + HELD_MAX), 0).stream;
  expect(stream.held.size).toBe(0);
  const { apply } = receivePage(stream, pageOf(1, 300), 1);
  expect(apply.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
});

/** Loss, doubling and any order on the way: what is applied is 1 to N, each once, in order. */
it.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'applies every event once and in order (seed %i)',
  (seed) => {
    const random = randomOf(seed);
    const last = 80;
    const applied: number[] = [];
    let now = 0;
    let stream = startAt(0);
    const take = (outcome: Outcome): void => {
      stream = outcome.stream;
      applied.push(...outcome.apply.map(({ seq }) => seq));
      if (outcome.ask || isBehind(stream, now)) answer();
    };
    /** The server's answer, which may be lost as well. */
    const answer = (): void => {
      stream = asked(stream, now);
      if (random() < 0.4) return;
      const from = stream.cursor + 1;
      if (from > last) return;
      take(receivePage(stream, pageOf(from, Math.min(last, from + 20)), now));
    };
    const arrivals = Array.from({ length: last }, (_, index) => index + 1)
      .flatMap((seq) => (random() < 0.2 ? [] : random() < 0.2 ? [seq, seq] : [seq]))
      .map((seq) => ({ seq, at: seq + random() * 12 }))
      .toSorted((a, b) => a.at - b.at);
    for (const { seq } of arrivals) {
      now += Math.trunc(random() * 400);
      take(receive(stream, noop(seq), now));
    }
    // Pings go on: the tip finds what nothing follows that would show its loss.
    for (let ping = 0; ping < 200 && applied.length < last; ping += 1) {
      now += 2_000;
      stream = compare(stream, last, now);
      if (isBehind(stream, now)) answer();
    }
    expect(applied).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    expect(stream.cursor).toBe(last);
  },
);
