/** Which files are taken, and how sizes are said. */
import type { Limits } from '../../protocol';
import { words } from './words';
import { number } from '../../language/formats';

/** What files are measured by. */
export type FileLimits = Pick<Limits, 'uploadBytesMax' | 'attachmentsPerMessageMax'>;

/** What people choose from: the part of it that is taken, and a sentence about the rest. */
export function refusals<Each extends { name: string; size: number }>(
  files: readonly Each[],
  before: number,
  { uploadBytesMax, attachmentsPerMessageMax }: FileLimits,
): { taken: Each[]; why: string | null } {
  const small = files.filter(({ size }) => size <= uploadBytesMax && size > 0);
  const taken = small.slice(0, Math.max(0, attachmentsPerMessageMax - before));
  const big = files.find(({ size }) => size > uploadBytesMax);
  const empty = files.find(({ size }) => size === 0);
  if (big) {
    const most = sizeOf(uploadBytesMax);
    return { taken, why: words.hasFileHereHasAt(big.name, sizeOf(big.size), most) };
  }
  if (empty) return { taken, why: words.isEmpty(empty.name) };
  if (taken.length < small.length) {
    return { taken, why: words.messageCarriesAtMostFiles(attachmentsPerMessageMax) };
  }
  return { taken, why: null };
}

/** What may be attached, in a few words. */
export function hintOf({ uploadBytesMax, attachmentsPerMessageMax }: FileLimits): string {
  return words.attachFilesUpToOf(attachmentsPerMessageMax, sizeOf(uploadBytesMax));
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** 1.4 MB */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1_024 ** step;
  return number(value, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
}
