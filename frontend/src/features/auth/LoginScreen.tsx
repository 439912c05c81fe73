/** Signing in. */
import { useState } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/Problem';
import { selectEnded, selectInstance } from './authSlice';
import { login } from './enter';
import { Gate } from './Gate';
import { useForm } from './useForm';
import { common } from '../../language/common';
import { words } from './words';

/** The name may be the e-mail address. */
export function LoginScreen() {
  const act = useAct();
  const instance = useSelector(selectInstance);
  const ended = useSelector(selectEnded);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { busy, wrong, onSubmit } = useForm(
    () => act(login({ username: username.trim(), password })),
    (error) => (isCode(error, 'INVALID_CREDENTIALS') ? words.nameOrPasswordIsNot : null),
  );
  return (
    <Gate title={words.signInTo(instance?.name ?? 'Parlor')}>
      {ended === 'ended' && (
        <p className="form-note" role="status">
          {words.youWereSignedOutSign}
        </p>
      )}
      <form className="form" onSubmit={onSubmit}>
        <Field
          label={words.userNameOrEMail}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          wrong={wrong.fields['username']}
        />
        <Field
          label={words.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          wrong={wrong.fields['password']}
        />
        <Problem wrong={wrong} />
        <Button type="submit" look="primary" wide busy={busy}>
          {common.signIn}
        </Button>
      </form>
      {instance?.features.includes('mail') && (
        <p className="gate-foot">
          <a href="/forgot">{words.iForgotMyPassword}</a>
        </p>
      )}
      <p className="gate-foot">
        {instance?.registration === 'open' ? (
          <a href="/signup">{words.makeAccount}</a>
        ) : (
          words.noAccountYetAskSomebody
        )}
      </p>
    </Gate>
  );
}
