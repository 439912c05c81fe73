/** The end of a space, for its owner. */
import { useState } from 'react';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import type { View } from './access';
import { deleteSpace } from './space';

interface DeleteSpaceProps {
  view: View;
  /** How many channels will go. */
  channels: number;
  onDeleted: () => void;
}

/** Says what will go, and asks for the name of the space. */
export function DeleteSpace({ view, channels, onDeleted }: DeleteSpaceProps) {
  const act = useAct();
  const [asked, setAsked] = useState(false);
  const { busy, wrong, run } = useAttempt();
  const { id, name } = view.space;
  const remove = async (): Promise<void> => {
    if (!(await run(() => act(deleteSpace(id))))) return;
    act(noticeRaised({ kind: 'done', text: `${name} is deleted.` }));
    onDeleted();
  };
  const what = (
    <ul className="what">
      <li>
        {channels === 1 ? 'its channel' : `its ${channels} channels`}, with every message and file
        in them,
      </li>
      <li>its roles, invites and bans, and the audit log,</li>
      <li>the membership of everybody. Their accounts stay.</li>
    </ul>
  );
  return (
    <section className="part" aria-label="Delete the space">
      <p className="lead">
        Deleting <b>{name}</b> takes away, for everybody and for good:
      </p>
      <div className="confirm">{what}</div>
      <p className="lead">Nobody can bring it back, except from a backup of the whole server.</p>
      <div>
        <Button look="danger" aria-haspopup="dialog" onClick={() => setAsked(true)}>
          Delete {name}…
        </Button>
      </div>
      {asked && (
        <Confirm
          title={`Delete ${name}?`}
          verb="Delete it for good"
          typed={{ label: `Type ${name} to confirm`, text: name }}
          busy={busy}
          wrong={wrong}
          onConfirm={() => void remove()}
          onClose={() => setAsked(false)}
        >
          <p>This takes away:</p>
          {what}
        </Confirm>
      )}
    </section>
  );
}
