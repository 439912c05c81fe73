/** Figures as a table. */
import { loadavg } from 'node:os';

/** What was measured, and beside it what the same machine does with nothing, in the same run. */
export interface Figure {
  what: string;
  unit: string;
  samples: number[];
  /** `null` where nothing is a fair floor. */
  floor: number[] | null;
  goal: string;
}

/** In Markdown, with how busy the machine was. */
export function table(figures: Figure[]): string {
  const rows = figures.map(({ what, unit, samples, floor, goal }) =>
    line([what, both(samples, unit), floor ? both(floor, unit) : '-', goal]),
  );
  const [minute = 0] = loadavg();
  return [
    `Load of the machine (1 min): ${minute.toFixed(1)}`,
    '',
    line(['what', 'p50 / p95', 'floor p50 / p95', 'goal']),
    line(['-', '-', '-', '-']),
    ...rows,
  ].join('\n');
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function both(samples: number[], unit: string): string {
  return `${quantile(samples, 0.5)} / ${quantile(samples, 0.95)} ${unit}`;
}

function quantile(samples: number[], at: number): string {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(at * sorted.length) - 1)] ?? NaN;
  return value.toFixed(value < 100 ? 1 : 0);
}
