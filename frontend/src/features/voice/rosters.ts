/**
 * Who is in which call. Lists and changes come on two ways and in any order: of each person in each
 * call the highest version holds, and a list says everything up to its own. Pure.
 */
import type { ChannelId, Participant, UserId, VoiceRooms } from '../../protocol';
import type { EventOf } from '../../services/events';

/** As far as it was told. */
export interface Rosters {
  /** In the order in which they came; calls in which nobody is are not named. */
  people: Record<ChannelId, Participant[]>;
  /** The version of the newest list. */
  version: number;
  /** What was told after that list, by its version; also of those who left. */
  newer: Record<ChannelId, Record<UserId, number>>;
}

/** Before the first word. */
export const NOTHING_TOLD: Rosters = { people: {}, version: 0, newer: {} };

/** After one change; the same rosters where something newer is known. */
export function told(rosters: Rosters, change: EventOf<'VOICE_STATE'>): Rosters {
  const { channelId, userId, event, user, state, version } = change;
  const known = rosters.newer[channelId]?.[userId] ?? rosters.version;
  if (version <= known) return rosters;
  const before = rosters.people[channelId] ?? [];
  const there = before.some((each) => each.user.id === userId);
  const others = before.filter((each) => each.user.id !== userId);
  const people =
    event === 'left'
      ? others
      : there
        ? before.map((each) => (each.user.id === userId ? { ...each, state } : each))
        : user
          ? [...before, { user, state }]
          : before;
  return {
    ...rosters,
    people: withPeople(rosters.people, channelId, people),
    newer: {
      ...rosters.newer,
      [channelId]: { ...rosters.newer[channelId], [userId]: version },
    },
  };
}

/** After a list of every call; the same rosters where a newer list is known. */
export function listed(rosters: Rosters, { version, rooms }: VoiceRooms): Rosters {
  if (version < rosters.version) return rosters;
  const newer: Rosters['newer'] = {};
  for (const [channelId, users] of Object.entries(rosters.newer)) {
    const kept = Object.entries(users).filter(([, at]) => at > version);
    if (kept.length > 0) newer[channelId] = Object.fromEntries(kept);
  }
  let people: Rosters['people'] = Object.fromEntries(
    rooms.map(({ channelId, participants }) => [channelId, participants]),
  );
  for (const [channelId, users] of Object.entries(newer)) {
    const isNewer = ({ user }: Participant): boolean => user.id in users;
    const before = rosters.people[channelId] ?? [];
    const standing = (people[channelId] ?? []).filter((each) => !isNewer(each));
    people = withPeople(people, channelId, [...standing, ...before.filter(isNewer)]);
  }
  return { people, version, newer };
}

function withPeople(
  all: Rosters['people'],
  channelId: ChannelId,
  people: Participant[],
): Rosters['people'] {
  if (people.length > 0) return { ...all, [channelId]: people };
  const { [channelId]: _nobody, ...others } = all;
  return others;
}
