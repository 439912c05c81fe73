/** Everything about oneself and this device. */
import type { ReactNode } from 'react';
import type { Instance, Me } from '../../protocol';
import { Button } from '../../ui/Button';
import { Pages, type PageGroup } from '../../ui/Pages';
import { Appearance } from './Appearance';
import { DeleteAccount } from './DeleteAccount';
import { DeviceList } from './DeviceList';
import { EmailForm } from './EmailForm';
import { PasswordForm } from './PasswordForm';
import { Profile } from './Profile';
import { TakeAlong } from './TakeAlong';
import './settings.css';

interface AccountSettingsProps {
  me: Me;
  instance: Instance | null;
  /** The page that the address names. */
  tab: string | null;
  /** What other features bring: what calls one, where. */
  notifications: ReactNode;
  /** Hearing and being heard; `false` where there is no voice. */
  voice: ReactNode;
  onClose: () => void;
  onLeave: (where: 'here' | 'everywhere') => void;
}

/** One's own things first, then this device's. */
export function AccountSettings(props: AccountSettingsProps) {
  const { me, instance, tab, notifications, voice, onClose, onLeave } = props;
  const limits = instance?.limits;
  const groups: PageGroup[] = [
    {
      title: 'You',
      pages: [
        {
          tab: 'profile',
          label: 'Profile',
          render: () => (
            <Profile
              me={me}
              nameCharsMax={limits?.displayNameCharsMax}
              statusCharsMax={limits?.statusTextCharsMax}
            />
          ),
        },
        {
          tab: 'account',
          label: 'E-mail and password',
          render: () => (
            <>
              <EmailForm me={me} mail={instance?.features.includes('mail') === true} />
              <PasswordForm username={me.username} charsMin={limits?.passwordCharsMin ?? 8} />
            </>
          ),
        },
        {
          tab: 'devices',
          label: 'Devices',
          render: () => (
            <>
              <DeviceList />
              <section className="part" aria-label="Log out">
                <h2>Log out</h2>
                <div className="row-actions">
                  <Button onClick={() => onLeave('here')}>Log out</Button>
                  <Button onClick={() => onLeave('everywhere')}>Log out everywhere</Button>
                </div>
              </section>
            </>
          ),
        },
      ],
    },
    {
      title: 'This app',
      pages: [
        { tab: 'appearance', label: 'Appearance', render: () => <Appearance /> },
        { tab: 'notifications', label: 'Notifications', render: () => notifications },
        ...(voice ? [{ tab: 'voice', label: 'Voice', render: () => voice }] : []),
      ],
    },
    {
      title: 'Leaving',
      pages: [
        {
          tab: 'export',
          label: 'Take along your data',
          render: () => <TakeAlong perHourMax={limits?.exportsPerHour ?? 1} />,
        },
        {
          tab: 'delete',
          label: 'Delete the account',
          danger: true,
          render: () => <DeleteAccount me={me} />,
        },
      ],
    },
  ];
  return (
    <Pages
      title="Settings"
      base="/settings"
      groups={groups}
      tab={tab}
      onClose={onClose}
      foot={
        <>
          {(me.owner || me.admin === true) && <a href="/admin">Run the server</a>}
          <button type="button" className="foot-button" onClick={() => onLeave('here')}>
            Log out
          </button>
          {instance && <p>Parlor {instance.version}</p>}
        </>
      }
    />
  );
}
