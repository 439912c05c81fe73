/** The end of one's own account. */
import { useCallback, useState } from 'react';
import type { Me, WrittenContent } from '../../protocol';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { useAnswer } from '../../services/useAnswer';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { Field } from '../../ui/Field';
import { Segments } from '../../ui/Segments';
import { deleteAccount, readOwnedSpaces } from './account';
import { OwnedSpaces } from './OwnedSpaces';

const CONTENT: readonly (readonly [WrittenContent, string])[] = [
  ['keep', 'What I wrote stays'],
  ['delete', 'What I wrote goes, too'],
];

const WHAT_THAT_IS: Record<WrittenContent, string> = {
  keep: 'Your messages stay where they are, as by “Deleted user”.',
  delete: 'Every message and file of yours is deleted, everywhere. Conversations will have holes.',
};

/** Asks for the password: an open window alone must not be enough. */
export function DeleteAccount({ me }: { me: Me }) {
  const act = useAct();
  const [content, setContent] = useState<WrittenContent>('keep');
  const [asked, setAsked] = useState(false);
  const [password, setPassword] = useState('');
  const [mistyped, setMistyped] = useState(false);
  const { busy, wrong, run, forget } = useAttempt();
  const { answer, again } = useAnswer(useCallback(() => act(readOwnedSpaces(me.id)), [act, me.id]));
  const owned = answer.status === 'here' ? answer.value : [];
  const [inTheWay, setInTheWay] = useState(false);
  const remove = async (): Promise<void> => {
    setMistyped(false);
    setInTheWay(false);
    await run(async () => {
      try {
        await act(deleteAccount({ password, content }));
      } catch (error) {
        if (isCode(error, 'CONFLICT')) {
          setInTheWay(true);
          again();
        }
        if (!isCode(error, 'INVALID_CREDENTIALS')) throw error;
        setMistyped(true);
      }
    });
  };
  const end = (): void => {
    setAsked(false);
    setPassword('');
    setMistyped(false);
    setInTheWay(false);
    forget();
  };
  return (
    <section className="part" aria-label="Delete the account">
      <p className="lead">
        You are signed out everywhere, your memberships and conversations end, and the name{' '}
        <b>{me.username}</b> is free for others. Nobody can undo this.
      </p>
      {me.owner && <p className="lead">You own this server, so your account cannot be deleted.</p>}
      {owned.length > 0 && (
        <>
          <p className="lead">
            These spaces are yours and stand in the way. Hand them over or delete them first.
          </p>
          <OwnedSpaces spaces={owned} />
        </>
      )}
      <p className="lead">
        Before that, you can <a href="/settings/export">take along your data</a>.
      </p>
      <Segments
        label="What becomes of what you wrote"
        options={CONTENT}
        value={content}
        onChange={setContent}
      />
      <p className="why">{WHAT_THAT_IS[content]}</p>
      <div>
        <Button
          look="danger"
          aria-haspopup="dialog"
          disabled={me.owner}
          onClick={() => setAsked(true)}
        >
          Delete my account…
        </Button>
      </div>
      {asked && (
        <Confirm
          title={`Delete the account ${me.username}?`}
          verb="Delete it for good"
          busy={busy}
          wrong={wrong}
          onConfirm={() => void remove()}
          onClose={end}
        >
          <p>{WHAT_THAT_IS[content]}</p>
          <input type="text" autoComplete="username" value={me.username} readOnly hidden />
          <Field
            label="Your password"
            type="password"
            autoComplete="current-password"
            required
            data-first
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            wrong={mistyped ? 'This is not your password.' : undefined}
          />
          {inTheWay && <OwnedSpaces spaces={owned} />}
        </Confirm>
      )}
    </section>
  );
}
