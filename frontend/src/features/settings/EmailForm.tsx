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
import { words } from './words';

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
    <form className="part" onSubmit={(event) => void save(event)} aria-label={words.eMail}>
      <h2>{words.eMail}</h2>
      <Field
        label={words.eMailAddress}
        type="email"
        autoComplete="email"
        hint={mail ? words.linkGoesThereOpenedIt : words.youCanSignInWith}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        wrong={wrong.fields['email']}
      />
      <Problem wrong={wrong} />
      {sentTo !== null && (
        <p className="lead" role="status">
          {words.linkWentTo(
            <b>
              <bdi>{sentTo}</bdi>
            </b>,
            me.email === null ? null : (
              <b>
                <bdi>{me.email}</bdi>
              </b>
            ),
          )}
        </p>
      )}
      <p className="outcome" role="status">
        {done ? words.yourAddressIsChanged : ''}
      </p>
      <div>
        <Button type="submit" busy={busy} disabled={!changed}>
          {typed === '' && me.email !== null ? words.removeAddress : words.changeAddress}
        </Button>
      </div>
    </form>
  );
}
