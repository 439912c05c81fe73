/** A link to hand on: to copy, or to hold a camera in front of. */
import { lazy, Suspense, useState } from 'react';
import type { Invite } from '../../protocol';
import { Button } from '../../ui/Button';
import { CopyField } from '../../ui/CopyField';
import { linkOf, termsOf } from './terms';
import './invites.css';
import { words } from './words';

/** Few look at it: the code that draws it comes when they do. */
const Qr = lazy(() => import('./Qr'));

/** The QR code is for the phone of whoever sits beside one. */
export function InviteLink({ invite }: { invite: Invite }) {
  const link = linkOf(invite);
  const [drawn, setDrawn] = useState(false);
  return (
    <>
      <CopyField label={words.inviteLink} value={link} hint={termsOf(invite)} />
      <div>
        <Button aria-expanded={drawn} onClick={() => setDrawn(!drawn)}>
          {drawn ? words.hideQRCode : words.showQRCode}
        </Button>
      </div>
      {drawn && (
        <Suspense fallback={<span className="qr skeleton" />}>
          <Qr text={link} label={words.qRCodeOfInviteLink} />
        </Suspense>
      )}
    </>
  );
}
