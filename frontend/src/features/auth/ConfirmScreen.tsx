/** Proving an e-mail address by a one-time link. */
import { useState } from 'react';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { confirmEmail } from './enter';
import { Gate } from './Gate';
import { useForm } from './useForm';

interface ConfirmScreenProps {
  token: string;
  /** Goes on to where one belongs. */
  onGoOn: () => void;
}

/** Asks first: programs that look through mail open every link in it. */
export function ConfirmScreen({ token, onGoOn }: ConfirmScreenProps) {
  const act = useAct();
  const [done, setDone] = useState(false);
  const { busy, wrong, onSubmit } = useForm(async () => {
    await act(confirmEmail({ token }));
    setDone(true);
  }, explained);
  if (done) {
    return (
      <Gate title="Your address is confirmed" lead="It belongs to your account now.">
        <Button look="primary" wide onClick={onGoOn}>
          Go on
        </Button>
      </Gate>
    );
  }
  return (
    <Gate title="Confirm your e-mail" lead="It becomes the address of your account.">
      <form className="form" onSubmit={onSubmit}>
        <Problem wrong={wrong} />
        <Button type="submit" look="primary" wide busy={busy} autoFocus>
          Confirm
        </Button>
      </form>
    </Gate>
  );
}

function explained(error: unknown): string | null {
  if (isCode(error, 'NOT_FOUND')) {
    return 'This link was used already or is too old. Change the address again to get another one.';
  }
  return isCode(error, 'CONFLICT') ? 'Somebody else has this address by now.' : null;
}
