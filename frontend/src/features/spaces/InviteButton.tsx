/** The way to an invite, for those who may make one. */
import { useState } from 'react';
import { Button, IconButton } from '../../ui/Button';
import { InviteDialog } from './InviteDialog';
import { may } from './permissions';
import type { SpaceEntry } from './spacesSlice';

interface InviteButtonProps {
  entry: SpaceEntry;
  /** Where there is room, it says what it does; else it shows a picture. */
  look: 'words' | 'picture';
}

/** A button and the dialog that it opens. */
export function InviteButton({ entry, look }: InviteButtonProps) {
  const [open, setOpen] = useState(false);
  if (!may(entry, 'CREATE_INVITE')) return null;
  const show = (): void => setOpen(true);
  return (
    <>
      {look === 'words' ? (
        <Button aria-haspopup="dialog" onClick={show}>
          Invite somebody
        </Button>
      ) : (
        <IconButton
          icon="invite"
          label="Invite people"
          tip="below-end"
          aria-haspopup="dialog"
          onClick={show}
        />
      )}
      {open && <InviteDialog space={entry.space} onClose={() => setOpen(false)} />}
    </>
  );
}
