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
    (error) =>
      isCode(error, 'CONFLICT')
        ? 'This server sends no mail. Ask who runs it for a link to choose another password.'
        : null,
  );
  if (sent) {
    return (
      <Gate
        title="Look into your mail"
        lead={`If an account here has the address ${email.trim()}, a link is on its way to it. It is good for 15 minutes.`}
      >
        <p className="gate-foot">
          <a href="/login">Back to signing in</a>
        </p>
      </Gate>
    );
  }
  return (
    <Gate
      title="Choose another password"
      lead="You get a link by mail, to the address of your account."
    >
      <form className="form" onSubmit={onSubmit}>
        <Field
          label="E-mail"
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
          Send me a link
        </Button>
      </form>
      <p className="gate-foot">
        <a href="/login">Back to signing in</a>
      </p>
    </Gate>
  );
}
