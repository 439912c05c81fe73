/** Another password. */
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { useAttempt, wrongOf, type Wrong } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/Problem';
import { changePassword } from './account';
import { words } from './words';

/** The old one is asked for: an open window alone must not be enough. */
export function PasswordForm({ username, charsMin }: { username: string; charsMin: number }) {
  const act = useAct();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [done, setDone] = useState(false);
  const { busy, wrong, run } = useAttempt();
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setDone(false);
    if (!(await run(() => act(changePassword({ currentPassword, newPassword })), read))) return;
    setCurrent('');
    setNew('');
    setDone(true);
  };
  return (
    <form className="part" onSubmit={(event) => void save(event)} aria-label={words.password}>
      <h2>{words.password}</h2>
      {/* Password managers look for it, to know whose password this is. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <div className="two">
        <Field
          label={words.currentPassword}
          type="password"
          autoComplete="current-password"
          required
          value={currentPassword}
          onChange={(event) => setCurrent(event.target.value)}
          wrong={wrong.fields['currentPassword']}
        />
        <Field
          label={words.newPassword}
          type="password"
          autoComplete="new-password"
          required
          minLength={charsMin}
          hint={words.atLeastCharacters(charsMin)}
          value={newPassword}
          onChange={(event) => setNew(event.target.value)}
          wrong={wrong.fields['newPassword']}
        />
      </div>
      <div>
        <Button type="submit" busy={busy} disabled={currentPassword === '' || newPassword === ''}>
          {words.changePassword}
        </Button>
      </div>
      <Problem wrong={wrong} />
      <p className="outcome" role="status">
        {done ? words.yourPasswordIsChangedEvery : ''}
      </p>
    </form>
  );
}

/** The server does not say which field its refusal is about. */
function read(error: unknown): Wrong {
  return isCode(error, 'INVALID_CREDENTIALS')
    ? { fields: { currentPassword: words.thisIsNotYourCurrent } }
    : wrongOf(error);
}
