/** Making an account: the same questions at set-up, by invite and where anybody may. */
import { useState } from 'react';
import { useSelector } from 'react-redux';
import type { Register } from '../../protocol';
import { useAct } from '../../services';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/Problem';
import { selectInstance } from './authSlice';
import { register } from './enter';
import { useForm } from './useForm';
import { words } from './words';

interface AccountFormProps {
  /** What lets somebody in: an invite, the set-up token, or nothing. */
  by: Pick<Register, 'invite' | 'setupToken'>;
  action: string;
  rephrase?: (error: unknown) => string | null;
  /** The account is made, and signed in. */
  onDone?: () => void;
}

/** User name, display name, password. */
export function AccountForm({ by, action, rephrase, onDone }: AccountFormProps) {
  const act = useAct();
  const limits = useSelector(selectInstance)?.limits;
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const { busy, wrong, onSubmit } = useForm(async () => {
    const name = displayName.trim();
    await act(register({ username, password, ...by, ...(name ? { displayName: name } : {}) }));
    onDone?.();
  }, rephrase);
  return (
    <form className="form" onSubmit={onSubmit}>
      <Field
        label={words.userName}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        maxLength={limits?.usernameCharsMax}
        hint={words.youSignInWithIt}
        value={username}
        onChange={(event) => setUsername(event.target.value.trim())}
        wrong={wrong.fields['username']}
      />
      <Field
        label={words.displayNameOptional}
        name="displayName"
        autoComplete="name"
        maxLength={limits?.displayNameCharsMax}
        hint={words.whatOthersSeeYouCan}
        value={displayName}
        onChange={(event) => setDisplayName(event.target.value)}
        wrong={wrong.fields['displayName']}
      />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={limits?.passwordCharsMin}
        hint={words.passwordHint(limits?.passwordCharsMin ?? 8)}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        wrong={wrong.fields['password']}
      />
      <Problem wrong={wrong} />
      <Button type="submit" look="primary" wide busy={busy}>
        {action}
      </Button>
    </form>
  );
}
