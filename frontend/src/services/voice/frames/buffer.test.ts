import { describe, expect, it } from 'vitest';
import { Buffer } from './buffer';

const PACKET = 960;
const QUANTUM = 128;

/** A tone that goes on from packet to packet. */
function packet(number: number): Float32Array {
  return Float32Array.from({ length: PACKET }, (_each, at) =>
    Math.sin(((number * PACKET + at) / 48_000) * 440 * 2 * Math.PI),
  );
}

/** What was pulled before it was asked for, as sound is pulled in pieces. */
const before = new WeakMap<Buffer, number>();

/** Pulls so many milliseconds; gives them. */
function pull(buffer: Buffer, milliseconds: number, rate = 48_000): number[] {
  const all: number[] = [];
  const out = new Float32Array(QUANTUM);
  let missing = (milliseconds * rate) / 1_000 - (before.get(buffer) ?? 0);
  for (; missing > 0; missing -= QUANTUM) {
    buffer.pull(out);
    all.push(...out);
  }
  before.set(buffer, -missing);
  return all;
}

/** How often a tone goes up through zero. */
function turns(samples: number[]): number {
  return samples.filter((each, at) => at > 0 && each >= 0 && (samples[at - 1] ?? 0) < 0).length;
}

const loudest = (samples: number[]): number => Math.max(...samples.map(Math.abs));
const jump = (samples: number[]): number =>
  Math.max(...samples.slice(1).map((each, at) => Math.abs(each - (samples[at] ?? 0))));

describe('what waits to be played', () => {
  it('waits a little, then plays what came, at any rate', () => {
    for (const rate of [48_000, 44_100]) {
      const buffer = new Buffer(rate);
      buffer.put(0, packet(0));
      expect(loudest(pull(buffer, 20, rate))).toBe(0);
      const heard: number[] = [];
      for (let number = 1; number <= 100; number += 1) {
        buffer.put(number * PACKET, packet(number));
        heard.push(...pull(buffer, 20, rate));
      }
      expect(loudest(heard)).toBeGreaterThan(0.9);
      expect(jump(heard), 'it clicks').toBeLessThan(0.1);
      const tone = turns(heard.slice(rate)) / ((heard.length - rate) / rate);
      expect(Math.abs(tone - 440)).toBeLessThan(4);
    }
  });

  it('lets more wait where sound comes late', () => {
    const buffer = new Buffer(48_000);
    let number = 0;
    /** Milliseconds of silence after a stop of 300 ms, in which nothing comes and then all of it. */
    const stop = (): number => {
      const late = 15;
      const heard = pull(buffer, late * 20);
      for (let each = 0; each < late; each += 1) {
        buffer.put(number * PACKET, packet(number));
        number += 1;
      }
      return heard.filter((each) => Math.abs(each) < 1e-3).length / 48;
    };
    const play = (): void => {
      for (let each = 0; each < 50; each += 1) {
        buffer.put(number * PACKET, packet(number));
        number += 1;
        pull(buffer, 20);
      }
    };
    play();
    const first = stop();
    for (let each = 0; each < 8; each += 1) {
      play();
      stop();
    }
    play();
    expect(stop()).toBeLessThan(first - 50);
  });

  it('does not fall behind, however much comes at once', () => {
    const buffer = new Buffer(48_000);
    for (let number = 0; number < 500; number += 1) buffer.put(number * PACKET, packet(number));
    const heard = pull(buffer, 1_000);
    const end = heard.findLastIndex((each) => Math.abs(each) > 0.5);
    expect(end / 48).toBeLessThan(400);
  });

  it('keeps the place of what was lost, and takes a pause for a pause', () => {
    const buffer = new Buffer(48_000);
    for (const number of [0, 1, 2, 3, 5, 6, 7]) buffer.put(number * PACKET, packet(number));
    const heard = pull(buffer, 200);
    expect(loudest(heard.slice(82 * 48, 98 * 48))).toBe(0);
    expect(loudest(heard.slice(105 * 48, 155 * 48))).toBeGreaterThan(0.9);
    // A word much later, also where its clock has gone round.
    for (const number of [0, 1, 2, 3])
      buffer.put(2 ** 32 - PACKET + number * PACKET, packet(number));
    expect(loudest(pull(buffer, 60))).toBeGreaterThan(0.9);
  });
});
