import { describe, expect, it } from 'vitest';
import { Arrival } from './arrival';
import { heard, levelOf, spoken } from './wire';

describe('binary frames', () => {
  it('are written as they are read, and numbers go round', () => {
    const { frame, opus } = spoken({ level: 20, time: 2 ** 32 + 960, seq: 2 ** 16 + 7 }, 2);
    opus.set([8, 9]);
    expect([...new Uint8Array(frame)]).toEqual([1, 0, 20, 0, 0, 3, 192, 0, 7, 8, 9]);
    expect(heard(frame)).toEqual({ slot: 20, time: 960, seq: 7, opus: Uint8Array.from([8, 9]) });
  });

  it('of another kind, or without sound, are none', () => {
    expect(heard(new ArrayBuffer(9))).toBeNull();
    expect(heard(Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0, 1]).buffer)).toBeNull();
  });

  it('say how loud they are', () => {
    expect(levelOf(new Float32Array(10))).toBe(127);
    expect(levelOf(new Float32Array(10).fill(1))).toBe(0);
    expect(levelOf(new Float32Array(10).fill(0.1))).toBe(20);
  });
});

describe('how frames come', () => {
  const frame = (number: number) => ({
    slot: 0,
    seq: number,
    time: number * 960,
    opus: new Uint8Array(),
  });

  it('is even, or not', () => {
    const even = new Arrival();
    const uneven = new Arrival();
    for (let number = 0; number < 100; number += 1) {
      even.came(frame(number), 0, number * 20);
      uneven.came(frame(number), 0, number * 20 + (number % 2) * 30);
    }
    expect(even.take().jitterMs).toBe(0);
    expect(uneven.take().jitterMs).toBeGreaterThan(25);
  });

  it('is counted since it was asked last, and a pause is no unevenness', () => {
    const arrival = new Arrival();
    arrival.came(frame(0), 0, 0);
    arrival.came(frame(2), 1, 40);
    arrival.came(frame(500), 2, 99_000);
    expect(arrival.take()).toEqual({ lossDown: 0.5, jitterMs: 0 });
    expect(arrival.take().lossDown).toBe(0);
  });
});
