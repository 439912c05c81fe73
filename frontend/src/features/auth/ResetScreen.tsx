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
    (error) =>
      isCode(error, 'NOT_FOUND')
        ? 'This link was used already or is too old. Ask for another one.'
        : null,
  );
  if (done) {
    return (
      <Gate
        title="Your password is changed"
        lead="Every device was signed out. Sign in with the new password."
      >
        <Button look="primary" wide onClick={onSignIn}>
          Sign in
        </Button>
      </Gate>
    );
  }
  return (
    <Gate title="Choose another password" lead="It signs every device of yours out.">
      <form className="form" onSubmit={onSubmit}>
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          minLength={limits?.passwordCharsMin}
          hint={`At least ${limits?.passwordCharsMin ?? 8} characters. Some words make a good one.`}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          wrong={wrong.fields['newPassword']}
        />
        <Problem wrong={wrong} />
        <Button type="submit" look="primary" wide busy={busy}>
          Change the password
        </Button>
      </form>
    </Gate>
  );
}
