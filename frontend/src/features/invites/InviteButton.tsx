/** The way to an invite. */
import { useState } from 'react';
import type { Space } from '../../protocol';
import { Button, IconButton } from '../../ui/Button';
import { InviteDialog } from './InviteDialog';

interface InviteButtonProps {
  space: Space;
  /** Where there is room, it says what it does; else it shows a picture. */
  look: 'words' | 'picture';
}

/** A button and the dialog that it opens; for those who may invite. */
export function InviteButton({ space, look }: InviteButtonProps) {
  const [open, setOpen] = useState(false);
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
      {open && <InviteDialog space={space} onClose={() => setOpen(false)} />}
    </>
  );
}
