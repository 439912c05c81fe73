/** The invites of a space that can still be used. */
import { useCallback, useState } from 'react';
import type { Invite, Space } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt, wrongOf } from '../../services/useAttempt';
import { usePages } from '../../services/usePages';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { readInvites, revoke } from './invite';
import { InviteForm } from './InviteForm';
import { InviteLink } from './InviteLink';
import { usesOf } from './terms';
import './invites.css';

interface InvitesProps {
  space: Space;
  /** Whether one may make some; without, one only sees and revokes. */
  mayMake: boolean;
  /** Whether one sees everybody's. */
  all: boolean;
}

/** Made above, listed below, each with a way to copy and to end it. */
export function Invites({ space, mayMake, all }: InvitesProps) {
  const act = useAct();
  const [shown, setShown] = useState<Invite | null>(null);
  const [ending, setEnding] = useState<Invite | null>(null);
  const { busy, wrong, run } = useAttempt();
  const read = useCallback(
    async () => ({ items: await act(readInvites(space.id)), hasMore: false }),
    [act, space.id],
  );
  const invites = usePages<Invite>({ read });
  const end = async ({ code }: Invite): Promise<void> => {
    if (!(await run(() => act(revoke(code))))) return;
    setEnding(null);
    invites.change((items) => items.filter((each) => each.code !== code));
  };
  return (
    <>
      {mayMake && (
        <section className="part" aria-label="A new invite">
          <p className="lead">Whoever opens the link can make an account and join {space.name}.</p>
          <InviteForm
            space={space.id}
            onMade={(made) => {
              invites.change((items) => [made, ...items]);
              setShown(made);
            }}
          />
        </section>
      )}
      <section className="part" aria-label={all ? 'All invites' : 'Your invites'}>
        <h2>{all ? 'All invites' : 'Your invites'}</h2>
        {invites.status === 'waiting' && <RowsWaiting label="Invites" />}
        {invites.status === 'here' && invites.items.length === 0 && (
          <p className="why">None can be used now. One that is spent or over is not listed.</p>
        )}
        <ul className="rows">
          {invites.items.map((invite) => (
            <li key={invite.code}>
              <Avatar id={invite.inviter.id} name={invite.inviter.displayName} />
              <div className="about">
                <b className="code">{invite.code.slice(0, 8)}…</b> by {invite.inviter.displayName}
                <small>{usesOf(invite)}</small>
              </div>
              <div className="row-actions">
                <Button
                  aria-haspopup="dialog"
                  aria-label={`Show the invite ${invite.code.slice(0, 8)}`}
                  onClick={() => setShown(invite)}
                >
                  Show
                </Button>
                <Button
                  aria-haspopup="dialog"
                  aria-label={`Revoke the invite ${invite.code.slice(0, 8)}`}
                  onClick={() => setEnding(invite)}
                >
                  Revoke…
                </Button>
              </div>
            </li>
          ))}
        </ul>
        <RowsEnd
          {...invites}
          problem={invites.status === 'failed' ? wrongOf(invites.error) : undefined}
          onMore={invites.more}
          onAgain={invites.again}
        />
      </section>
      {shown && (
        <Dialog title={`An invite to ${space.name}`} onClose={() => setShown(null)}>
          <InviteLink invite={shown} />
        </Dialog>
      )}
      {ending && (
        <Confirm
          title="Revoke this invite?"
          verb="Revoke the invite"
          busy={busy}
          wrong={wrong}
          onConfirm={() => void end(ending)}
          onClose={() => setEnding(null)}
        >
          <p>
            The link of {ending.inviter.displayName} lets nobody in any more. Who came by it stays.
          </p>
        </Confirm>
      )}
    </>
  );
}
