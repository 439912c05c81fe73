/** Making a link that lets people in. */
import { useState } from 'react';
import type { Invite, Space } from '../../protocol';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { InviteForm } from './InviteForm';
import { InviteLink } from './InviteLink';
import './invites.css';

/** First how long and for how many, then the link. */
export function InviteDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const [made, setMade] = useState<Invite | null>(null);
  return (
    <Dialog title={`Invite people to ${space.name}`} onClose={onClose}>
      {made ? (
        <>
          <InviteLink invite={made} />
          <div className="actions">
            <Button look="quiet" onClick={() => setMade(null)}>
              Make another
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="dialog-lead">Whoever opens the link can make an account and join.</p>
          <InviteForm space={space.id} onMade={setMade} />
        </>
      )}
    </Dialog>
  );
}
