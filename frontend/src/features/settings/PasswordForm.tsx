/** Another password. */
import { useState } from 'react';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { changePassword } from './account';
import { Outcome } from './Outcome';
import { useSaving } from './useSaving';

/** The old one is asked for: an open window alone must not be enough. */
export function PasswordForm({ username, charsMin }: { username: string; charsMin: number }) {
  const act = useAct();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const { busy, fields, outcome, onSubmit } = useSaving(
    async () => {
      await act(changePassword({ currentPassword, newPassword }));
      setCurrent('');
      setNew('');
    },
    'Your password is changed. Every other device is signed out.',
    (error) =>
      isCode(error, 'INVALID_CREDENTIALS')
        ? { currentPassword: 'This is not your current password.' }
        : null,
  );
  return (
    <form className="part" onSubmit={onSubmit} aria-label="Password">
      <h2>Password</h2>
      {/* Password managers look for it, to know whose password this is. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <div className="two">
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          value={currentPassword}
          onChange={(event) => setCurrent(event.target.value)}
          wrong={fields['currentPassword']}
        />
        <Field
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          minLength={charsMin}
          hint={`At least ${charsMin} characters.`}
          value={newPassword}
          onChange={(event) => setNew(event.target.value)}
          wrong={fields['newPassword']}
        />
      </div>
      <div>
        <Button type="submit" busy={busy} disabled={currentPassword === '' || newPassword === ''}>
          Change password
        </Button>
      </div>
      <Outcome outcome={outcome} />
    </form>
  );
}
