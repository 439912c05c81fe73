/** The left side: the space, its channels, oneself. */
import { useState } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance } from '../features/auth/authSlice';
import { leave } from '../features/auth/enter';
import { ChannelList } from '../features/channels/ChannelList';
import { selectDrafts } from '../features/messages/draftsSlice';
import { selectNews } from '../features/reads/readsSlice';
import { SettingsDialog } from '../features/settings/SettingsDialog';
import { InviteButton } from '../features/spaces/InviteButton';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Me } from '../protocol';
import { useAct } from '../services';
import { explain } from '../services/api/problem';
import { noticeRaised } from '../services/events';
import { Avatar } from '../ui/Avatar';
import { IconButton } from '../ui/Button';
import { CloseButton } from './Drawer';
import { FindField } from './FindingDoors';

interface SideBarProps {
  /** `null` while it is not known yet, as the person. */
  entry: SpaceEntry | null;
  me: Me | null;
  /** Where it lies above the conversation, it can be put away. */
  onClose: () => void;
}

/** From top to bottom. */
export function SideBar({ entry, me, onClose }: SideBarProps) {
  const act = useAct();
  const instance = useSelector(selectInstance);
  const drafts = useSelector(selectDrafts);
  const news = useSelector(selectNews);
  const [settings, setSettings] = useState(false);
  const out = (where: 'here' | 'everywhere'): void => {
    act(leave(where)).catch((error: unknown) => {
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
    });
  };
  return (
    <>
      <header className="space-bar">
        <h2>{entry?.space.name ?? instance?.name}</h2>
        {entry && <InviteButton entry={entry} look="picture" />}
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
              aria-haspopup="dialog"
              onClick={() => setSettings(true)}
            />
          </>
        ) : (
          <span className="skeleton" />
        )}
      </div>
      {settings && me && (
        <SettingsDialog
          me={me}
          limits={instance?.limits}
          onClose={() => setSettings(false)}
          onLeave={out}
        />
      )}
    </>
  );
}
