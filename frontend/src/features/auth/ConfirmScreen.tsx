/** Proving an e-mail address by a one-time link. */
import { useState } from 'react';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { confirmEmail } from './enter';
import { Gate } from './Gate';
import { useForm } from './useForm';
import { words } from './words';

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
      <Gate title={words.yourAddressIsConfirmed} lead={words.itBelongsToYourAccount}>
        <Button look="primary" wide onClick={onGoOn}>
          {words.goOn}
        </Button>
      </Gate>
    );
  }
  return (
    <Gate title={words.confirmYourEMail} lead={words.itBecomesAddressOfYour}>
      <form className="form" onSubmit={onSubmit}>
        <Problem wrong={wrong} />
        <Button type="submit" look="primary" wide busy={busy} autoFocus>
          {words.confirm}
        </Button>
      </form>
    </Gate>
  );
}

function explained(error: unknown): string | null {
  if (isCode(error, 'NOT_FOUND')) {
    return words.thisLinkWasUsedAlready;
  }
  return isCode(error, 'CONFLICT') ? words.somebodyElseHasThisAddress : null;
}
