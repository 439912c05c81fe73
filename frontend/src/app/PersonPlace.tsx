/** The card of somebody, with what they are in the space on the screen. */
import { lazy, Suspense } from 'react';
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { selectMembership } from '../features/members/membersSlice';
import { PersonCard } from '../features/members/PersonCard';
import { selectSeen } from '../features/presence/presenceSlice';
import { selectCall } from '../features/voice/voiceSlice';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { User } from '../protocol';
import { useAct } from '../services';
import { openDm } from './openDm';
import type { State } from './store';
import { useMemberItems } from './useItems';
import { useVoiceItems } from './useVoiceItems';

const VolumeSlider = lazy(() => import('../features/voice/VolumeSlider'));

interface PersonPlaceProps {
  user: User;
  entry: SpaceEntry | null;
  anchor: HTMLElement;
  onClose: () => void;
}

/** Beside whatever they were opened from. */
export default function PersonPlace({ user, entry, anchor, onClose }: PersonPlaceProps) {
  const act = useAct();
  const me = useSelector(selectMe);
  const seen = useSelector((state: State) => selectSeen(state, user.id));
  const membership = useSelector((state: State) =>
    selectMembership(state, entry?.space.id ?? null),
  );
  const member = membership?.byId[user.id] ?? null;
  const itemsFor = useMemberItems(entry);
  const voiceItems = useVoiceItems(entry);
  const heard = useSelector(selectCall)?.people.some((each) => each.user.id === user.id) === true;
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
      items={[...voiceItems(user), ...(member ? itemsFor(member) : [])]}
      more={
        heard &&
        user.id !== me?.id && (
          <Suspense>
            <VolumeSlider userId={user.id} />
          </Suspense>
        )
      }
      onClose={onClose}
    />
  );
}
