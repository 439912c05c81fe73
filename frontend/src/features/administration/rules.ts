/** What a channel changes, with what somebody changed of that and has not saved. */
import type { ChannelOverride, User } from '../../protocol';

/** By role or person; `null` = it is to go. */
export type Edits = Record<string, ChannelOverride | null>;

/** A channel that changes nothing for a role (`user` is `null`) or somebody. */
export function ruleFor(targetId: string, user: User | null): ChannelOverride {
  return { targetId, user, allow: [], deny: [] };
}

/** As it would be saved: @everyone first, also where nothing is said about them. */
export function rulesOf(
  saved: readonly ChannelOverride[],
  edits: Edits,
  everyone: string,
): ChannelOverride[] {
  const here = saved.flatMap(
    (rule) => edits[rule.targetId] ?? (rule.targetId in edits ? [] : rule),
  );
  const known = new Set(saved.map(({ targetId }) => targetId));
  const added = Object.values(edits).filter(
    (rule): rule is ChannelOverride => rule !== null && !known.has(rule.targetId),
  );
  const all = [...here, ...added];
  const first = all.find(({ targetId }) => targetId === everyone) ?? ruleFor(everyone, null);
  const others = all.filter(({ targetId }) => targetId !== everyone);
  return [
    first,
    ...others.filter(({ user }) => user === null),
    ...others.filter(({ user }) => user !== null),
  ];
}

/** What differs from what is saved, by role or person. */
export function changed(
  saved: readonly ChannelOverride[],
  edits: Edits,
): [string, Edits[string]][] {
  return Object.entries(edits).filter(([id, next]) => {
    const before = saved.find(({ targetId }) => targetId === id);
    if (next === null || !before) return next !== (before ?? null);
    return !sameSet(next.allow, before.allow) || !sameSet(next.deny, before.deny);
  });
}

function sameSet<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
