/** The questions before something is done with an account. */
import { useState } from 'react';
import type { AdminUser, ResetLink, UpdateUser } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Confirm } from '../../ui/Confirm';
import { CopyField } from '../../ui/CopyField';
import { Dialog } from '../../ui/Dialog';
import { makeResetLink, signOutUser, updateUser } from './instance';

/** What can be done. */
export type AccountDeed = 'reset' | 'sign-out' | 'promote' | 'demote' | 'disable' | 'enable';

interface AccountDialogProps {
  user: AdminUser;
  deed: AccountDeed;
  /** What became of it. */
  onDone: (changed: AdminUser) => void;
  onClose: () => void;
}

const WHEN = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** One question each. */
export function AccountDialog({ user, deed, onDone, onClose }: AccountDialogProps) {
  const act = useAct();
  const { busy, wrong, run } = useAttempt();
  const [link, setLink] = useState<ResetLink | null>(null);
  const name = user.displayName;
  const change = async (wanted: UpdateUser): Promise<void> => {
    await run(async () => onDone(await act(updateUser(user.id, wanted))));
  };
  const signOut = async (): Promise<void> => {
    await run(async () => {
      await act(signOutUser(user.id));
      onDone({ ...user, sessions: 0, lastUsedAt: null });
    });
  };
  const reset = async (): Promise<void> => {
    await run(async () => setLink(await act(makeResetLink(user.id))));
  };
  if (link) return <ResetLinkDialog name={name} link={link} onClose={onClose} />;
  const common = { busy, wrong, onClose };
  switch (deed) {
    case 'reset':
      return (
        <Confirm
          {...common}
          title={`Make a reset link for ${name}?`}
          verb="Make the link"
          look="primary"
          onConfirm={() => void reset()}
        >
          <p>
            Whoever opens it chooses another password for {name} and is the only one signed in then.
            It is good once and for 15 minutes; one made before is worth nothing.
          </p>
        </Confirm>
      );
    case 'sign-out':
      return (
        <Confirm
          {...common}
          title={`Sign ${name} out everywhere?`}
          verb="Sign out everywhere"
          onConfirm={() => void signOut()}
        >
          <p>Every device of theirs is signed out at once. They can sign in again.</p>
        </Confirm>
      );
    case 'promote':
      return (
        <Confirm
          {...common}
          title={`Make ${name} an admin?`}
          verb={`Make ${name} an admin`}
          look="primary"
          onConfirm={() => void change({ admin: true })}
        >
          <p>
            They can change these settings, make spaces, and disable and sign out everybody but you
            and other admins. What is written in spaces they are not in stays hidden from them.
          </p>
        </Confirm>
      );
    case 'demote':
      return (
        <Confirm
          {...common}
          title={`Take back ${name}’s admin?`}
          verb="Take it back"
          onConfirm={() => void change({ admin: false })}
        >
          <p>They keep their account and their spaces.</p>
        </Confirm>
      );
    case 'disable':
      return (
        <Confirm
          {...common}
          title={`Disable the account of ${name}?`}
          verb={`Disable ${name}`}
          onConfirm={() => void change({ disabled: true })}
        >
          <p>
            {name} is signed out everywhere at once and cannot sign in. Their links and invites are
            worth nothing. What they wrote stays, and you can enable them again.
          </p>
        </Confirm>
      );
    case 'enable':
      return (
        <Confirm
          {...common}
          title={`Enable the account of ${name}?`}
          verb={`Enable ${name}`}
          look="primary"
          onConfirm={() => void change({ disabled: false })}
        >
          <p>They can sign in again, with the password they had.</p>
        </Confirm>
      );
  }
}

interface ResetLinkDialogProps {
  name: string;
  link: ResetLink;
  onClose: () => void;
}

function ResetLinkDialog({ name, link, onClose }: ResetLinkDialogProps) {
  const address = new URL(link.url, location.origin).href;
  return (
    <Dialog title={`A reset link for ${name}`} onClose={onClose}>
      <CopyField
        label="Reset link"
        value={address}
        hint={`Good once, until ${WHEN.format(new Date(link.expiresAt))}. Hand it to ${name} alone.`}
      />
    </Dialog>
  );
}
