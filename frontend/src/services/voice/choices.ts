/** What somebody chose about hearing and being heard, on this device. */
import type { UserId } from '../../protocol';
import { readJson, writeJson } from '../storage';

/** All of it. */
export interface Choices {
  /** A device of the browser; `''` = the one of the system. */
  input: string;
  output: string;
  echo: boolean;
  noise: boolean;
  gain: boolean;
  /** The microphone is open, or only while a key is held. */
  mode: 'open' | 'push';
  /** `KeyboardEvent.code`. */
  key: string;
  /** So long after the key is let go one is still heard. */
  releaseMs: number;
  /** For joining, leaving and muting. */
  sounds: boolean;
  /** How loud somebody is, in percent; those at 100 are not named. */
  volumes: Record<UserId, number>;
}

/** As it is before anybody chose. */
export const PLAIN: Choices = {
  input: '',
  output: '',
  echo: true,
  noise: true,
  gain: true,
  mode: 'open',
  key: 'Backquote',
  releaseMs: 200,
  sounds: true,
  volumes: {},
};

/** The loudest somebody can be made, in percent. */
export const VOLUME_MAX = 200;
/** The longest delay of letting go. */
export const RELEASE_MAX_MS = 2_000;

const KEY = 'parlor.voice';

/** As it was left; what means nothing is left out. */
export function choicesFrom(kept: unknown): Choices {
  const words = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  const good = (Object.keys(PLAIN) as (keyof Choices)[]).filter(
    (key) => typeof words[key] === typeof PLAIN[key] && words[key] !== null,
  );
  const chosen = { ...PLAIN, ...Object.fromEntries(good.map((key) => [key, words[key]])) };
  return {
    ...chosen,
    mode: chosen.mode === 'push' ? 'push' : 'open',
    releaseMs: within(chosen.releaseMs, RELEASE_MAX_MS),
    volumes: Object.fromEntries(
      Object.entries(chosen.volumes)
        .filter(([, volume]) => typeof volume === 'number' && volume !== 100)
        .map(([id, volume]) => [id, within(volume, VOLUME_MAX)]),
    ),
  };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

export function keptChoices(): Choices {
  return choicesFrom(readJson(KEY));
}

/** Keeps it. */
export function keepChoices(choices: Choices): void {
  writeJson(KEY, choices);
}
