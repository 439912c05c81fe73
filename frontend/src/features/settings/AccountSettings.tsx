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
import { common } from '../../language/common';
import { words } from './words';

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
      title: words.you,
      pages: [
        {
          tab: 'profile',
          label: words.profile,
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
          label: words.eMailAndPassword,
          render: () => (
            <>
              <EmailForm me={me} mail={instance?.features.includes('mail') === true} />
              <PasswordForm username={me.username} charsMin={limits?.passwordCharsMin ?? 8} />
            </>
          ),
        },
        {
          tab: 'devices',
          label: words.devices,
          render: () => (
            <>
              <DeviceList />
              <section className="part" aria-label={words.logOut}>
                <h2>{words.logOut}</h2>
                <div className="row-actions">
                  <Button onClick={() => onLeave('here')}>{words.logOut}</Button>
                  <Button onClick={() => onLeave('everywhere')}>{words.logOutEverywhere}</Button>
                </div>
              </section>
            </>
          ),
        },
      ],
    },
    {
      title: words.thisApp,
      pages: [
        { tab: 'appearance', label: words.appearance, render: () => <Appearance /> },
        { tab: 'notifications', label: common.notifications, render: () => notifications },
        ...(voice ? [{ tab: 'voice', label: words.voice, render: () => voice }] : []),
      ],
    },
    {
      title: words.leaving,
      pages: [
        {
          tab: 'export',
          label: words.takeAlongYourData,
          render: () => <TakeAlong perHourMax={limits?.exportsPerHour ?? 1} />,
        },
        {
          tab: 'delete',
          label: words.deleteAccount,
          danger: true,
          render: () => <DeleteAccount me={me} />,
        },
      ],
    },
  ];
  return (
    <Pages
      title={common.settings}
      base="/settings"
      groups={groups}
      tab={tab}
      onClose={onClose}
      foot={
        <>
          {(me.owner || me.admin === true) && <a href="/admin">{words.runServer}</a>}
          <button type="button" className="foot-button" onClick={() => onLeave('here')}>
            {words.logOut}
          </button>
          {instance && <p>Parlor {instance.version}</p>}
        </>
      }
    />
  );
}
