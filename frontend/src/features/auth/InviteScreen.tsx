/** What an invite link leads to: who invites, where to, and the way in. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import type { InvitePreview } from '../../protocol';
import { useAct } from '../../services';
import { explain, isCode } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { AccountForm } from './AccountForm';
import { selectInstance, selectSession } from './authSlice';
import { acceptInvite, readInvite } from './enter';
import { Gate } from './Gate';

type Loaded =
  | { status: 'loading' }
  | { status: 'good'; invite: InvitePreview }
  | { status: 'gone' }
  | { status: 'failed'; text: string };

interface InviteScreenProps {
  code: string;
  /** The invite was accepted: there is nothing more to do here. */
  onJoined: () => void;
}

/** For strangers a form; for those who are signed in, one button. */
export function InviteScreen({ code, onJoined }: InviteScreenProps) {
  const act = useAct();
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    const show = (next: Loaded): void => {
      if (here) setLoaded(next);
    };
    act(readInvite(code)).then(
      (invite) => show({ status: 'good', invite }),
      (error: unknown) =>
        show(
          isCode(error, 'NOT_FOUND')
            ? { status: 'gone' }
            : { status: 'failed', text: explain(error).text },
        ),
    );
    return () => {
      here = false;
    };
  }, [act, code, attempt]);

  switch (loaded.status) {
    case 'loading':
      return (
        <Gate title="Looking at your invite">
          <span className="skeleton" />
          <span className="skeleton" />
        </Gate>
      );
    case 'gone':
      return (
        <Gate
          title="This invite is no longer good"
          lead="It has been used up, taken back, or has expired. Ask for a new one."
        >
          <p className="gate-foot">
            <a href="/login">Sign in with an account you have</a>
          </p>
        </Gate>
      );
    case 'failed':
      return (
        <Gate title="The invite could not be read" lead={loaded.text}>
          <Button look="primary" wide onClick={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        </Gate>
      );
    case 'good':
      return <Invited invite={loaded.invite} onJoined={onJoined} />;
  }
}

function Invited({ invite, onJoined }: { invite: InvitePreview; onJoined: () => void }) {
  const act = useAct();
  const there = useSelector(selectSession) === 'there';
  const instance = useSelector(selectInstance);
  const [busy, setBusy] = useState(false);
  const { space, inviter, code } = invite;
  const join = async (): Promise<void> => {
    setBusy(true);
    try {
      await act(acceptInvite(code));
      onJoined();
    } catch (error) {
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
      setBusy(false);
    }
  };
  const lead = (
    <>
      <strong>{inviter.displayName}</strong> invites you to talk here.
    </>
  );
  return (
    <Gate title={`Join ${space.name}`} lead={lead}>
      <div className="invited">
        <Avatar id={space.name} name={space.name} size="large" />
      </div>
      {there ? (
        <Button look="primary" wide busy={busy} onClick={() => void join()}>
          Join {space.name}
        </Button>
      ) : instance?.registration === 'closed' ? (
        <p className="form-note">
          Registration is closed: {instance.name} takes no new accounts at the moment.
        </p>
      ) : (
        <AccountForm
          by={{ invite: code }}
          action={`Join ${space.name}`}
          rephrase={refusedInvite}
          onDone={onJoined}
        />
      )}
      {!there && (
        <p className="gate-foot">
          <a href={`/login?next=/invite/${code}`}>I have an account already</a>
        </p>
      )}
    </Gate>
  );
}

function refusedInvite(error: unknown): string | null {
  return isCode(error, 'REGISTRATION_CLOSED')
    ? 'This invite is no longer good. Ask for a new one.'
    : null;
}
