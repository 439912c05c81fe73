/** The end of a space, for its owner. */
import { useState } from 'react';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import type { View } from './access';
import { deleteSpace } from './space';
import { words } from './words';

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
    act(noticeRaised({ kind: 'done', text: words.isDeleted(name) }));
    onDeleted();
  };
  const what = (
    <ul className="what">
      <li>{words.itsChannels(channels)}</li>
      <li>{words.itsRolesInvitesAndBans}</li>
      <li>{words.membershipOfEverybodyTheirAccounts}</li>
    </ul>
  );
  return (
    <section className="part" aria-label={words.deleteSpace}>
      <p className="lead">
        {words.deleting(
          <b>
            <bdi>{name}</bdi>
          </b>,
        )}
      </p>
      <div className="confirm">{what}</div>
      <p className="lead">{words.nobodyCanBringItBack}</p>
      <div>
        <Button look="danger" aria-haspopup="dialog" onClick={() => setAsked(true)}>
          {words.deleteOf(name)}
        </Button>
      </div>
      {asked && (
        <Confirm
          title={words.shallDelete(name)}
          verb={words.deleteItForGood}
          typed={{ label: words.typeToConfirm(name), text: name }}
          busy={busy}
          wrong={wrong}
          onConfirm={() => void remove()}
          onClose={() => setAsked(false)}
        >
          <p>{words.thisTakesAway}</p>
          {what}
        </Confirm>
      )}
    </section>
  );
}
