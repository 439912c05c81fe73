/** What stands in the grid, in which order. Pure. */
import type { Participant, UserId, VideoKind } from '../../../protocol';
import { keyOf, type VideoKey } from '../../../services/voice/video/wishes';

/** One camera or screen. */
export interface Tile {
  key: VideoKey;
  kind: VideoKind;
  person: Participant;
  own: boolean;
}

/** Screens first, then cameras, each in the order in which people came. */
export function tilesOf(people: readonly Participant[], self: UserId | null): Tile[] {
  const of = (kind: VideoKind): Tile[] =>
    people
      .filter(({ state }) => (kind === 'camera' ? state.video : state.screen))
      .map((person) => {
        const { id } = person.user;
        return { key: keyOf(id, kind), kind, person, own: id === self };
      });
  return [...of('screen'), ...of('camera')];
}

/** How many stand beside each other, so that a room of this shape is filled best. */
export function columnsOf(count: number, width: number, height: number): number {
  let best = { columns: 1, tile: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tile = Math.min(width / columns, (height / rows) * WIDE);
    // Beside each other rather than below, where that costs little: what is too wide for its picture cuts it.
    if (tile > best.tile * ALMOST) best = { columns, tile: Math.max(tile, best.tile) };
  }
  return best.columns;
}

/** Pictures are so many times as wide as they are high. */
const WIDE = 16 / 9;
/** So much of the largest is large enough. */
const ALMOST = 0.85;
