/** Where mail from the server goes, and what one can sign in with besides the user name. */
import { useState, type SubmitEvent } from 'react';
import type { Me } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/Problem';
import { useUnsaved } from '../../ui/unsaved';
import { updateMe } from './account';

interface EmailFormProps {
  me: Me;
  /** Whether the server sends mail: then an address is proven before it counts. */
  mail: boolean;
}

/** Says what becomes of an address: it counts at once, or when the link that goes there is opened. */
export function EmailForm({ me, mail }: EmailFormProps) {
  const act = useAct();
  const { busy, wrong, run } = useAttempt();
  const [email, setEmail] = useState(me.email ?? '');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const typed = email.trim();
  const changed = typed !== (me.email ?? '') && typed !== sentTo;
  useUnsaved(changed);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setDone(false);
    await run(async () => {
      const now = await act(updateMe({ email: typed || null }));
      const waits = typed !== '' && now.email !== typed;
      setSentTo(waits ? typed : null);
      setDone(!waits);
    });
  };
  return (
    <form className="part" onSubmit={(event) => void save(event)} aria-label="E-mail">
      <h2>E-mail</h2>
      <Field
        label="E-mail address"
        type="email"
        autoComplete="email"
        hint={
          mail
            ? 'A link goes there; opened, it makes the address yours. It is how you choose another password if you forget yours.'
            : 'You can sign in with it. This server sends no mail.'
        }
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        wrong={wrong.fields['email']}
      />
      <Problem wrong={wrong} />
      {sentTo !== null && (
        <p className="lead" role="status">
          A link went to <b>{sentTo}</b>. Open it within a day. Until then{' '}
          {me.email === null ? 'you have no address' : <b>{me.email}</b>}
          {me.email === null ? '.' : ' stays yours.'}
        </p>
      )}
      <p className="outcome" role="status">
        {done ? 'Your address is changed.' : ''}
      </p>
      <div>
        <Button type="submit" busy={busy} disabled={!changed}>
          {typed === '' && me.email !== null ? 'Remove the address' : 'Change the address'}
        </Button>
      </div>
    </form>
  );
}
