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
import { common } from '../../language/common';
import { words } from './words';

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
      <Gate title={words.lookingAtYourInvite}>
        <span className="skeleton" />
        <span className="skeleton" />
      </Gate>
    );
  }
  if (answer.status === 'here') return <Invited invite={answer.value} onJoined={onJoined} />;
  if (isCode(answer.error, 'NOT_FOUND')) {
    return (
      <Gate title={words.thisInviteIsNoLonger} lead={words.itHasBeenUsedUp}>
        <p className="gate-foot">
          <a href="/login">{words.signInWithAccountYou}</a>
        </p>
      </Gate>
    );
  }
  return (
    <Gate title={words.inviteCouldNotBeRead} lead={explain(answer.error).text}>
      <Button look="primary" wide onClick={again}>
        {common.tryAgain}
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
      {words.invitesYou(
        <strong>
          <bdi>{inviter.displayName}</bdi>
        </strong>,
      )}
    </>
  );
  return (
    <Gate
      title={words.join(space.name)}
      lead={lead}
      mark={<Avatar id={space.name} name={space.name} size="large" />}
    >
      {there ? (
        <Button look="primary" wide busy={busy} onClick={() => void join()}>
          {words.join(space.name)}
        </Button>
      ) : instance?.registration === 'closed' ? (
        <p className="form-note">{words.closed(instance.name)}</p>
      ) : (
        <AccountForm
          by={{ invite: code }}
          action={words.join(space.name)}
          rephrase={refusedInvite}
          onDone={onJoined}
        />
      )}
      {!there && (
        <p className="gate-foot">
          <a href={`/login?next=/invite/${code}`}>{words.iHaveAccountAlready}</a>
        </p>
      )}
    </Gate>
  );
}

function refusedInvite(error: unknown): string | null {
  return isCode(error, 'REGISTRATION_CLOSED') ? words.thisInviteIsNoLongerGood : null;
}
