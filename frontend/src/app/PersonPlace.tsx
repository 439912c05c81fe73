/** The card of somebody, with what they are in the space on the screen. */
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { selectMembership } from '../features/members/membersSlice';
import { PersonCard } from '../features/members/PersonCard';
import { selectSeen } from '../features/presence/presenceSlice';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { User } from '../protocol';
import { useAct } from '../services';
import { openDm } from './openDm';
import type { State } from './store';
import { useMemberItems } from './useItems';

interface PersonPlaceProps {
  user: User;
  entry: SpaceEntry | null;
  anchor: HTMLElement;
  onClose: () => void;
}

/** Beside whatever they were opened from. */
export function PersonPlace({ user, entry, anchor, onClose }: PersonPlaceProps) {
  const act = useAct();
  const me = useSelector(selectMe);
  const seen = useSelector((state: State) => selectSeen(state, user.id));
  const membership = useSelector((state: State) =>
    selectMembership(state, entry?.space.id ?? null),
  );
  const member = membership?.byId[user.id] ?? null;
  const itemsFor = useMemberItems(entry);
  const message = (): void => {
    onClose();
    void act(openDm(user.id));
  };
  return (
    <PersonCard
      user={user}
      member={member}
      roles={entry?.roles ?? []}
      owner={entry?.space.ownerId === user.id}
      seen={seen}
      anchor={anchor}
      onMessage={user.id === me?.id ? null : message}
      items={member ? itemsFor(member) : []}
      onClose={onClose}
    />
  );
}
