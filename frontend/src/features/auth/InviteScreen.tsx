/** What an invite link leads to: who invites, where to, and the way in. */
import { useCallback, useState } from 'react';
import { useSelector } from 'react-redux';
import type { InvitePreview } from '../../protocol';
import { useAct } from '../../services';
import { explain, isCode } from '../../services/api/problem';
import { failureRaised } from '../../services/failure';
import { useAnswer } from '../../services/useAnswer';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { AccountForm } from './AccountForm';
import { selectInstance, selectSession } from './authSlice';
import { acceptInvite, readInvite } from './enter';
import { Gate } from './Gate';

interface InviteScreenProps {
  code: string;
  /** The invite was accepted: there is nothing more to do here. */
  onJoined: () => void;
}

/** For strangers a form; for those who are signed in, one button. */
export function InviteScreen({ code, onJoined }: InviteScreenProps) {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readInvite(code)), [act, code]));
  if (answer.status === 'waiting') {
    return (
      <Gate title="Looking at your invite">
        <span className="skeleton" />
        <span className="skeleton" />
      </Gate>
    );
  }
  if (answer.status === 'here') return <Invited invite={answer.value} onJoined={onJoined} />;
  if (isCode(answer.error, 'NOT_FOUND')) {
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
  }
  return (
    <Gate title="The invite could not be read" lead={explain(answer.error).text}>
      <Button look="primary" wide onClick={again}>
        Try again
      </Button>
    </Gate>
  );
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
      act(failureRaised(error));
      setBusy(false);
    }
  };
  const lead = (
    <>
      <strong>{inviter.displayName}</strong> invites you to talk here.
    </>
  );
  return (
    <Gate
      title={`Join ${space.name}`}
      lead={lead}
      mark={<Avatar id={space.name} name={space.name} size="large" />}
    >
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
