/** The way to an invite. */
import { useState } from 'react';
import type { Space } from '../../protocol';
import { Button, IconButton } from '../../ui/Button';
import { InviteDialog } from './InviteDialog';
import { words } from './words';

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
          {words.inviteSomebody}
        </Button>
      ) : (
        <IconButton
          icon="invite"
          label={words.invitePeople}
          tip="below-end"
          aria-haspopup="dialog"
          onClick={show}
        />
      )}
      {open && <InviteDialog space={space} onClose={() => setOpen(false)} />}
    </>
  );
}
