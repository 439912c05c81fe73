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
import { words } from './listWords';

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
        <section className="part" aria-label={words.newInvite}>
          <p className="lead">{words.whoeverOpens(space.name)}</p>
          <InviteForm
            space={space.id}
            onMade={(made) => {
              invites.change((items) => [made, ...items]);
              setShown(made);
            }}
          />
        </section>
      )}
      <section className="part" aria-label={all ? words.allInvites : words.yourInvites}>
        <h2>{all ? words.allInvites : words.yourInvites}</h2>
        {invites.status === 'waiting' && <RowsWaiting label={words.invites} />}
        {invites.status === 'here' && invites.items.length === 0 && (
          <p className="why">{words.noneCanBeUsedNow}</p>
        )}
        <ul className="rows">
          {invites.items.map((invite) => (
            <li key={invite.code}>
              <Avatar id={invite.inviter.id} name={invite.inviter.displayName} />
              <div className="about">
                {words.by(
                  <b key="code" className="code">
                    {invite.code.slice(0, 8)}…
                  </b>,
                  <bdi key="name">{invite.inviter.displayName}</bdi>,
                )}
                <small>{usesOf(invite)}</small>
              </div>
              <div className="row-actions">
                <Button
                  aria-haspopup="dialog"
                  aria-label={words.showOne(invite.code.slice(0, 8))}
                  onClick={() => setShown(invite)}
                >
                  {words.show}
                </Button>
                <Button
                  aria-haspopup="dialog"
                  aria-label={words.revokeOne(invite.code.slice(0, 8))}
                  onClick={() => setEnding(invite)}
                >
                  {words.revoke}
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
        <Dialog title={words.inviteTo(space.name)} onClose={() => setShown(null)}>
          <InviteLink invite={shown} />
        </Dialog>
      )}
      {ending && (
        <Confirm
          title={words.revokeThisInvite}
          verb={words.revokeInvite}
          busy={busy}
          wrong={wrong}
          onConfirm={() => void end(ending)}
          onClose={() => setEnding(null)}
        >
          <p>{words.linkEnds(<bdi>{ending.inviter.displayName}</bdi>)}</p>
        </Confirm>
      )}
    </>
  );
}
