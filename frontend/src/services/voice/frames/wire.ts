/**
 * Sound in binary frames: one byte of kind (1: Opus), two of slot or level, four of time at 48 kHz, two that count on; the rest is
 * Opus. Pure.
 */

const HEADER_BYTES = 9;
const OPUS = 1;
/** The quietest there is, in dB below full scale. */
const SILENT_DB = 127;

/** The clock of all frames. */
export const CLOCK_HZ = 48_000;

/** What is heard. */
export interface Heard {
  slot: number;
  time: number;
  seq: number;
  opus: Uint8Array;
}

/** `null`: of a kind that is not known here. */
export function heard(frame: ArrayBuffer): Heard | null {
  if (frame.byteLength <= HEADER_BYTES) return null;
  const view = new DataView(frame);
  if (view.getUint8(0) !== OPUS) return null;
  return {
    slot: view.getUint16(1),
    time: view.getUint32(3),
    seq: view.getUint16(7),
    opus: new Uint8Array(frame, HEADER_BYTES),
  };
}

/** What is said: how loud, from 0 to 127 dB below full scale, when, and the how manieth it is. */
export function spoken(
  { level, time, seq }: { level: number; time: number; seq: number },
  opusBytes: number,
): { frame: ArrayBuffer; opus: Uint8Array } {
  const frame = new ArrayBuffer(HEADER_BYTES + opusBytes);
  const view = new DataView(frame);
  view.setUint8(0, OPUS);
  view.setUint16(1, level);
  // A browser's numbers grow for ever; those of a frame go round.
  view.setUint32(3, time % 2 ** 32);
  view.setUint16(7, seq % 2 ** 16);
  return { frame, opus: new Uint8Array(frame, HEADER_BYTES) };
}

/** How loud samples are, as a frame says it. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
  const below = Math.round(-10 * Math.log10(power));
  return Math.min(SILENT_DB, Math.max(0, below));
}
