/**
 * Voices that a program can tell apart: each person's microphone is a tone, and what a window plays is
 * looked at by its spectrum. Loudness and delay depend on how busy the machine is; a tone does not.
 */
import { writeFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';

/** As browsers like it. */
const RATE = 48_000;
/** A whole number of turns of every tone: it can be played in a circle without a click. */
const SECONDS = 1;
/** Half as loud as it can be. */
const LEVEL = 16_000;

/** Writes a tone in WAV, to be played by a browser as what its microphone hears. */
export function writeTone(path: string, hz: number): void {
  const samples = RATE * SECONDS;
  const file = Buffer.alloc(44 + 2 * samples);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 2 * samples, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples, 40);
  for (let at = 0; at < samples; at += 1) {
    file.writeInt16LE(Math.round(LEVEL * Math.sin((at / RATE) * hz * 2 * Math.PI)), 44 + 2 * at);
  }
  writeFileSync(path, file);
}

interface Listening {
  ears: AnalyserNode[];
  connections: RTCPeerConnection[];
}

/** From the next page on, whatever is played is looked at before it goes to the loudspeakers. */
export async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const listening: Listening = { ears: [], connections: [] };
    Object.assign(window, { listening });
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => unknown;
    const patched = function patched(this: AudioNode, ...to: unknown[]): unknown {
      if (to[0] instanceof AudioDestinationNode) {
        const ear = new AnalyserNode(this.context, { fftSize: 8_192, smoothingTimeConstant: 0 });
        connect.call(this, ear);
        listening.ears.push(ear);
      }
      return connect.apply(this, to);
    };
    Object.assign(AudioNode.prototype, { connect: patched });
    const Real = RTCPeerConnection;
    class Watched extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        listening.connections.push(this);
      }
    }
    Object.assign(window, { RTCPeerConnection: Watched });
  });
}

/** Louder than this by so much around a tone means that it is there. */
const THERE_DB = -60;

/** How loud each of these tones is now, in dB; of all that is played. */
export function levels(page: Page, tones: readonly number[]): Promise<number[]> {
  return page.evaluate((wanted) => {
    const { ears } = (window as unknown as { listening: Listening }).listening;
    const loudest = wanted.map(() => -200);
    for (const ear of ears.filter(({ context }) => context.state === 'running')) {
      const bins = new Float32Array(ear.frequencyBinCount);
      ear.getFloatFrequencyData(bins);
      const width = ear.context.sampleRate / ear.fftSize;
      wanted.forEach((hz, index) => {
        const at = Math.round(hz / width);
        const near = bins.subarray(at - 2, at + 3);
        loudest[index] = Math.max(loudest[index] ?? -200, ...near);
      });
    }
    return loudest;
  }, tones);
}

/** These tones are heard, and those are not, at the same moment. */
export async function expectHears(
  page: Page,
  heard: readonly number[],
  unheard: readonly number[] = [],
): Promise<void> {
  await expect(async () => {
    const found = await levels(page, [...heard, ...unheard]);
    const loud = found.map((level) => level > THERE_DB);
    expect(loud, `levels: ${found.map(Math.round).join(' ')} dB`).toEqual([
      ...heard.map(() => true),
      ...unheard.map(() => false),
    ]);
  }).toPass({ timeout: 20_000, intervals: [150] });
}

/** How many packets of voices came in so far, over all connections of the page. */
export function packetsIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { connections } = (window as unknown as { listening: Listening }).listening;
    let packets = 0;
    for (const connection of connections) {
      // oxlint-disable-next-line no-await-in-loop
      const stats = await connection.getStats();
      for (const each of stats.values() as Iterable<{ type: string; packetsReceived?: number }>) {
        if (each.type === 'inbound-rtp') packets += each.packetsReceived ?? 0;
      }
    }
    return packets;
  });
}

/** How many connections for media the page has made. */
export function connectionsOf(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { listening: Listening }).listening.connections.length,
  );
}
