/** Making a link that lets people in. */
import { useState } from 'react';
import type { Invite, Space } from '../../protocol';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { InviteForm } from './InviteForm';
import { InviteLink } from './InviteLink';
import './invites.css';
import { words } from './words';

/** First how long and for how many, then the link. */
export function InviteDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const [made, setMade] = useState<Invite | null>(null);
  return (
    <Dialog title={words.invitePeopleTo(space.name)} onClose={onClose}>
      {made ? (
        <>
          <InviteLink invite={made} />
          <div className="actions">
            <Button look="quiet" onClick={() => setMade(null)}>
              {words.makeAnother}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="dialog-lead">{words.whoeverOpensLinkCanMake}</p>
          <InviteForm space={space.id} onMade={setMade} />
        </>
      )}
    </Dialog>
  );
}
