/** The left side: the space, its channels, oneself. */
import { useSelector } from 'react-redux';
import { selectInstance } from '../features/auth/authSlice';
import { ChannelList } from '../features/channels/ChannelList';
import { InviteButton } from '../features/invites/InviteButton';
import { selectDrafts } from '../features/messages/draftsSlice';
import { selectNews } from '../features/reads/readsSlice';
import { may } from '../features/spaces/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Me } from '../protocol';
import { Avatar } from '../ui/Avatar';
import { IconButton } from '../ui/Button';
import { CloseButton } from './Drawer';
import { FindField } from './FindingDoors';
import { navigate } from './router';

interface SideBarProps {
  /** `null` while it is not known yet, as the person. */
  entry: SpaceEntry | null;
  me: Me | null;
  /** Where it lies above the conversation, it can be put away. */
  onClose: () => void;
}

/** From top to bottom. */
export function SideBar({ entry, me, onClose }: SideBarProps) {
  const instance = useSelector(selectInstance);
  const drafts = useSelector(selectDrafts);
  const news = useSelector(selectNews);
  return (
    <>
      <header className="space-bar">
        <h2>{entry?.space.name ?? instance?.name}</h2>
        {entry && may(entry, 'CREATE_INVITE') && (
          <InviteButton space={entry.space} look="picture" />
        )}
        <CloseButton onClose={onClose} />
      </header>
      <FindField />
      <ChannelList
        spaceId={entry?.space.id ?? null}
        voice={instance?.voice.enabled === true}
        drafts={drafts}
        news={news}
      />
      <div className="me" role="group" aria-label="You">
        {me ? (
          <>
            <Avatar id={me.id} name={me.displayName} size="medium" />
            <div className="who">
              <b>{me.displayName}</b>
              <small>{me.statusText ?? me.username}</small>
            </div>
            <IconButton
              icon="gear"
              label="Settings"
              size={18}
              tip="end"
              onClick={() => navigate('/settings')}
            />
          </>
        ) : (
          <span className="skeleton" />
        )}
      </div>
    </>
  );
}
