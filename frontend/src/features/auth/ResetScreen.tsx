/** Choosing another password by a one-time link. */
import { useState } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/Problem';
import { selectInstance } from './authSlice';
import { resetPassword } from './enter';
import { Gate } from './Gate';
import { useForm } from './useForm';
import { common } from '../../language/common';
import { words } from './words';

interface ResetScreenProps {
  token: string;
  /** Goes to where one signs in. */
  onSignIn: () => void;
}

/** Every device of the account is signed out by it. */
export function ResetScreen({ token, onSignIn }: ResetScreenProps) {
  const act = useAct();
  const limits = useSelector(selectInstance)?.limits;
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const { busy, wrong, onSubmit } = useForm(
    async () => {
      await act(resetPassword({ token, newPassword: password }));
      setDone(true);
    },
    (error) => (isCode(error, 'NOT_FOUND') ? words.thisLinkWasUsedAlreadyOr : null),
  );
  if (done) {
    return (
      <Gate title={words.yourPasswordIsChanged} lead={words.everyDeviceWasSignedOut}>
        <Button look="primary" wide onClick={onSignIn}>
          {common.signIn}
        </Button>
      </Gate>
    );
  }
  return (
    <Gate title={words.chooseAnotherPassword} lead={words.itSignsEveryDeviceOf}>
      <form className="form" onSubmit={onSubmit}>
        <Field
          label={words.newPassword}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          minLength={limits?.passwordCharsMin}
          hint={words.passwordHint(limits?.passwordCharsMin ?? 8)}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          wrong={wrong.fields['newPassword']}
        />
        <Problem wrong={wrong} />
        <Button type="submit" look="primary" wide busy={busy}>
          {words.changePassword}
        </Button>
      </form>
    </Gate>
  );
}
