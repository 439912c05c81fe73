/** Everything about oneself and this device. */
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import type { Limits, Me } from '../../protocol';
import { DeviceList } from './DeviceList';
import { PasswordForm } from './PasswordForm';
import { ProfileForm } from './ProfileForm';
import { ThemeChoice } from './ThemeChoice';
import './settings.css';

interface SettingsDialogProps {
  me: Me;
  limits: Limits | undefined;
  onClose: () => void;
  onLeave: (where: 'here' | 'everywhere') => void;
}

/** One page; there is not enough for more. */
export function SettingsDialog({ me, limits, onClose, onLeave }: SettingsDialogProps) {
  return (
    <Dialog title="Settings" wide onClose={onClose}>
      <section className="setting" aria-labelledby="setting-theme">
        <h3 id="setting-theme">Appearance</h3>
        <ThemeChoice />
      </section>
      <section className="setting" aria-labelledby="setting-profile">
        <h3 id="setting-profile">Profile</h3>
        <ProfileForm me={me} nameCharsMax={limits?.displayNameCharsMax} />
      </section>
      <section className="setting" aria-labelledby="setting-password">
        <h3 id="setting-password">Password</h3>
        <PasswordForm username={me.username} charsMin={limits?.passwordCharsMin ?? 8} />
      </section>
      <section className="setting" aria-labelledby="setting-devices">
        <h3 id="setting-devices">Devices</h3>
        <DeviceList />
      </section>
      <section className="setting" aria-labelledby="setting-leave">
        <h3 id="setting-leave">Log out</h3>
        <div className="leave">
          <Button onClick={() => onLeave('here')}>Log out</Button>
          <Button onClick={() => onLeave('everywhere')}>Log out everywhere</Button>
        </div>
      </section>
    </Dialog>
  );
}
