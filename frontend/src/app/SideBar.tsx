/** The left side: the space, its channels, oneself. */
import { useState } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance } from '../features/auth/authSlice';
import { leave } from '../features/auth/enter';
import { ChannelList } from '../features/channels/ChannelList';
import { selectDrafts } from '../features/messages/draftsSlice';
import { SettingsDialog } from '../features/settings/SettingsDialog';
import { InviteDialog } from '../features/spaces/InviteDialog';
import { may } from '../features/spaces/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Me } from '../protocol';
import { useAct } from '../services';
import { explain } from '../services/api/problem';
import { noticeRaised } from '../services/events';
import { Avatar } from '../ui/Avatar';
import { IconButton } from '../ui/Button';

/** `null` while they are not known yet. */
export function SideBar({ entry, me }: { entry: SpaceEntry | null; me: Me | null }) {
  const act = useAct();
  const instance = useSelector(selectInstance);
  const drafts = useSelector(selectDrafts);
  const [dialog, setDialog] = useState<'invite' | 'settings' | null>(null);
  const close = (): void => setDialog(null);
  const out = (where: 'here' | 'everywhere'): void => {
    act(leave(where)).catch((error: unknown) => {
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
    });
  };
  return (
    <>
      <header className="space-bar">
        <h2>{entry?.space.name ?? instance?.name}</h2>
        {entry && may(entry, 'CREATE_INVITE') && (
          <IconButton
            icon="invite"
            label="Invite people"
            tip="below-end"
            aria-haspopup="dialog"
            onClick={() => setDialog('invite')}
          />
        )}
      </header>
      <ChannelList
        spaceId={entry?.space.id ?? null}
        voice={instance?.voice.enabled === true}
        drafts={drafts}
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
              onClick={() => setDialog('settings')}
            />
          </>
        ) : (
          <span className="skeleton" />
        )}
      </div>
      {dialog === 'invite' && entry && <InviteDialog space={entry.space} onClose={close} />}
      {dialog === 'settings' && me && (
        <SettingsDialog me={me} limits={instance?.limits} onClose={close} onLeave={out} />
      )}
    </>
  );
}
