/** What people, roles and channels are called where somebody reads, and how to call them. */
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { selectChannels } from '../features/channels/channelsSlice';
import { selectMembership } from '../features/members/membersSlice';
import type { Nameable } from '../features/messages/mentions';
import { selectSpace } from '../features/spaces/spacesSlice';
import type { Channel } from '../protocol';
import { nameOf } from '../services/names';
import { channelPath } from '../services/paths';
import type { Names } from '../ui/markdown/names';
import type { State } from './store';

/** The names that hold in a channel's space, or among the people of a conversation. */
export function useNames(channel: Pick<Channel, 'spaceId' | 'members'> | null) {
  const nameable = useNameable(channel);
  const me = useSelector(selectMe)?.id ?? null;
  const spaceId = channel?.spaceId ?? null;
  const entry = useSelector((state: State) => (spaceId ? selectSpace(state, spaceId) : null));
  const names = useMemo((): Names => {
    const people = new Map(nameable.people.map((each) => [each.id, each]));
    const roles = new Map(nameable.roles.map((each) => [each.id, each]));
    const channels = new Map(nameable.channels.map((each) => [each.id, each]));
    return {
      user: (id) => {
        const person = people.get(id);
        return person ? { name: person.name, me: id === me } : null;
      },
      role: (id) => {
        const role = roles.get(id);
        return role ? { name: role.name, mine: entry?.me.roleIds.includes(id) ?? false } : null;
      },
      channel: (id) => {
        const found = channels.get(id);
        return found ? { name: found.name, href: channelPath(id) } : null;
      },
    };
  }, [nameable, me, entry]);
  return { names, nameable };
}

const NOBODY: NonNullable<Channel['members']> = [];

function useNameable(channel: Pick<Channel, 'spaceId' | 'members'> | null): Nameable {
  const spaceId = channel?.spaceId ?? null;
  const entry = useSelector((state: State) => (spaceId ? selectSpace(state, spaceId) : null));
  const membership = useSelector((state: State) => selectMembership(state, spaceId));
  const channels = useSelector(selectChannels);
  const talking = channel?.members ?? NOBODY;
  return useMemo((): Nameable => {
    const members = Object.values(membership?.byId ?? {});
    return {
      people: [
        ...members.map((member) => ({
          id: member.userId,
          handle: member.user.username,
          name: nameOf(member),
        })),
        ...talking.map(({ id, username, displayName }) => ({
          id,
          handle: username,
          name: displayName,
        })),
      ],
      // Everybody is called by a word of its own.
      roles: (entry?.roles ?? []).filter(({ id }) => id !== spaceId),
      channels: Object.values(channels ?? {}).filter(
        (each) => each.spaceId === spaceId && spaceId !== null && each.kind === 'text',
      ),
    };
  }, [membership, talking, entry?.roles, channels, spaceId]);
}
