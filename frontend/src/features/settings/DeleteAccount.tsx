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
import { words } from './words';

const options = (): readonly (readonly [WrittenContent, string])[] => [
  ['keep', words.whatIWroteStays],
  ['delete', words.whatIWroteGoesToo],
];

const whatThatIs = (): Record<WrittenContent, string> => ({
  keep: words.yourMessagesStayWhereThey,
  delete: words.everyMessageAndFileOf,
});

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
    <section className="part" aria-label={words.deleteAccount}>
      <p className="lead">
        {words.accountEnds(
          <b>
            <bdi>{me.username}</bdi>
          </b>,
        )}
      </p>
      {me.owner && <p className="lead">{words.youOwnThisServerSo}</p>}
      {owned.length > 0 && (
        <>
          <p className="lead">{words.theseSpacesAreYoursAnd}</p>
          <OwnedSpaces spaces={owned} />
        </>
      )}
      <p className="lead">
        {words.takeAlongFirst((text) => (
          <a href="/settings/export">{text}</a>
        ))}
      </p>
      <Segments
        label={words.whatBecomesOfWhatYou}
        options={options()}
        value={content}
        onChange={setContent}
      />
      <p className="why">{whatThatIs()[content]}</p>
      <div>
        <Button
          look="danger"
          aria-haspopup="dialog"
          disabled={me.owner}
          onClick={() => setAsked(true)}
        >
          {words.deleteMyAccount}
        </Button>
      </div>
      {asked && (
        <Confirm
          title={words.shallDeleteAccount(me.username)}
          verb={words.deleteItForGood}
          busy={busy}
          wrong={wrong}
          onConfirm={() => void remove()}
          onClose={end}
        >
          <p>{whatThatIs()[content]}</p>
          <input type="text" autoComplete="username" value={me.username} readOnly hidden />
          <Field
            label={words.yourPassword}
            type="password"
            autoComplete="current-password"
            required
            data-first
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            wrong={mistyped ? words.thisIsNotYourPassword : undefined}
          />
          {inTheWay && <OwnedSpaces spaces={owned} />}
        </Confirm>
      )}
    </section>
  );
}
