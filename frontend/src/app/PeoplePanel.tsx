/** The right side: who is in the space, or in the conversation. */
import { lazy, Suspense, useCallback } from 'react';
import { useSelector } from 'react-redux';
import { MemberList, type Card } from '../features/members/MemberList';
import { PeopleList } from '../features/members/PeopleList';
import { selectPresences } from '../features/presence/presenceSlice';
import { InviteButton } from '../features/invites/InviteButton';
import { may } from '../services/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Channel } from '../protocol';
import { useFindPeople } from './useFindPeople';

const PersonPlace = lazy(() => import('./PersonPlace'));

/** A click on somebody shows them close up. */
export function PeoplePanel({ channel, entry }: { channel: Channel; entry: SpaceEntry | null }) {
  const presences = useSelector(selectPresences);
  const place = channel.spaceId === null ? null : entry;
  const onNaming = useFindPeople(place?.space.id ?? null);
  const card = useCallback<Card>(
    (user, anchor, onClose) => (
      <Suspense>
        <PersonPlace user={user} entry={place} anchor={anchor} onClose={onClose} />
      </Suspense>
    ),
    [place],
  );
  if (channel.spaceId === null) {
    return <PeopleList users={channel.members ?? []} presences={presences} card={card} />;
  }
  return (
    <MemberList
      space={entry?.space ?? null}
      roles={entry?.roles ?? []}
      presences={presences}
      invite={
        entry && may(entry, 'CREATE_INVITE') && <InviteButton space={entry.space} look="words" />
      }
      card={card}
      onNaming={onNaming}
    />
  );
}
