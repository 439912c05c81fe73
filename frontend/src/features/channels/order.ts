/** The order of channels: what stands under what, and what changes when one moves. Pure. */
import type { Channel, ChannelId } from '../../protocol';
import { byPlace } from './channelsSlice';

/** A category with what stands under it; `null` for what stands under none. */
export interface Group {
  category: Channel | null;
  channels: Channel[];
}

/** Cuts a list in order into groups: first what stands on its own. */
export function groupsOf(listed: readonly Channel[]): Group[] {
  const categories = listed.filter(({ kind }) => kind === 'category');
  const known = new Set(categories.map(({ id }) => id));
  const under = (id: ChannelId | null): Channel[] =>
    listed.filter(
      ({ kind, parentId }) =>
        kind !== 'category' && (parentId !== null && known.has(parentId) ? parentId : null) === id,
    );
  return [
    { category: null, channels: under(null) },
    ...categories.map((category) => ({ category, channels: under(category.id) })),
  ];
}

/** A channel's new place. */
export interface Move {
  id: ChannelId;
  position: number;
  parentId: ChannelId | null;
}

/**
 * What changes when `id` comes to stand at `index` under `parentId`: itself, and whoever must make
 * room. Categories have an order of their own.
 */
export function movesOf(
  all: readonly Channel[],
  id: ChannelId,
  to: { parentId: ChannelId | null; index: number },
): Move[] {
  const moved = all.find((channel) => channel.id === id);
  if (!moved) return [];
  const isCategory = moved.kind === 'category';
  const parentId = isCategory ? null : to.parentId;
  const others = all
    .filter((each) => each.id !== id && each.parentId === parentId)
    .filter((each) => (each.kind === 'category') === isCategory)
    .toSorted(byPlace);
  return others
    .toSpliced(to.index, 0, moved)
    .map((each, position) => ({ each, position }))
    .filter(({ each, position }) => each.position !== position || each.parentId !== parentId)
    .map(({ each, position }) => ({ id: each.id, position, parentId }));
}

/** One step up or down: within the group, and from there into the group before or behind. */
export function step(all: readonly Channel[], id: ChannelId, by: -1 | 1): Move[] {
  const groups = groupsOf(all.toSorted(byPlace));
  const moved = all.find((channel) => channel.id === id);
  if (moved?.kind === 'category') {
    const at = groups.findIndex(({ category }) => category?.id === id) - 1 + by;
    return at < 0 || at > groups.length - 2 ? [] : movesOf(all, id, { parentId: null, index: at });
  }
  const group = groups.findIndex(({ channels }) => channels.some((each) => each.id === id));
  const at = groups[group]?.channels.findIndex((each) => each.id === id) ?? -1;
  const index = at + by;
  if (index >= 0 && index < (groups[group]?.channels.length ?? 0)) {
    return movesOf(all, id, { parentId: groups[group]?.category?.id ?? null, index });
  }
  const next = groups[group + by];
  if (!next) return [];
  const end = by < 0 ? next.channels.length : 0;
  return movesOf(all, id, { parentId: next.category?.id ?? null, index: end });
}
