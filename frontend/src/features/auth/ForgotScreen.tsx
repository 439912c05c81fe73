/** Asking for a link to choose another password. */
import { useState } from 'react';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/Problem';
import { mailReset } from './enter';
import { Gate } from './Gate';
import { useForm } from './useForm';
import { words } from './words';

/** Says the same whether or not anybody has the address. */
export function ForgotScreen() {
  const act = useAct();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, wrong, onSubmit } = useForm(
    async () => {
      await act(mailReset({ email: email.trim() }));
      setSent(true);
    },
    (error) => (isCode(error, 'CONFLICT') ? words.thisServerSendsNoMail : null),
  );
  if (sent) {
    return (
      <Gate title={words.lookIntoYourMail} lead={words.linkIsOnItsWay(email.trim())}>
        <p className="gate-foot">
          <a href="/login">{words.backToSigningIn}</a>
        </p>
      </Gate>
    );
  }
  return (
    <Gate title={words.chooseAnotherPassword} lead={words.youGetLinkByMail}>
      <form className="form" onSubmit={onSubmit}>
        <Field
          label={words.eMail}
          name="email"
          type="email"
          autoComplete="email"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          wrong={wrong.fields['email']}
        />
        <Problem wrong={wrong} />
        <Button type="submit" look="primary" wide busy={busy}>
          {words.sendMeLink}
        </Button>
      </form>
      <p className="gate-foot">
        <a href="/login">{words.backToSigningIn}</a>
      </p>
    </Gate>
  );
}
