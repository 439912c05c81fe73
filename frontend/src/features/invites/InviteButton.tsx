/** The way to an invite. */
import { lazy, Suspense, useState } from 'react';
import type { Space } from '../../protocol';
import { Button, IconButton } from '../../ui/Button';
import { words } from './words';

const InviteDialog = lazy(async () => ({ default: (await import('./InviteDialog')).InviteDialog }));

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
      {open && (
        <Suspense>
          <InviteDialog space={space} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
