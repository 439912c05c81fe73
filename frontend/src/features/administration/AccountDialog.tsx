/** The questions before something is done with an account. */
import { useState } from 'react';
import type { AdminUser, ResetLink, UpdateUser } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Confirm } from '../../ui/Confirm';
import { CopyField } from '../../ui/CopyField';
import { Dialog } from '../../ui/Dialog';
import { makeResetLink, signOutUser, updateUser } from './instance';
import { words } from './serverWords';
import { date } from '../../language/formats';

/** What can be done. */
export type AccountDeed = 'reset' | 'sign-out' | 'promote' | 'demote' | 'disable' | 'enable';

interface AccountDialogProps {
  user: AdminUser;
  deed: AccountDeed;
  /** What became of it. */
  onDone: (changed: AdminUser) => void;
  onClose: () => void;
}

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
          title={words.makeResetLinkFor(name)}
          verb={words.makeLink}
          look="primary"
          onConfirm={() => void reset()}
        >
          <p>{words.whoeverOpensIt(name)}</p>
        </Confirm>
      );
    case 'sign-out':
      return (
        <Confirm
          {...common}
          title={words.shallSignOut(name)}
          verb={words.signOutEverywhere}
          onConfirm={() => void signOut()}
        >
          <p>{words.everyDeviceOfTheirsIs}</p>
        </Confirm>
      );
    case 'promote':
      return (
        <Confirm
          {...common}
          title={words.shallMakeAdmin(name)}
          verb={words.makeAdminOf(name)}
          look="primary"
          onConfirm={() => void change({ admin: true })}
        >
          <p>{words.theyCanChangeTheseSettings}</p>
        </Confirm>
      );
    case 'demote':
      return (
        <Confirm
          {...common}
          title={words.shallTakeBackAdmin(name)}
          verb={words.takeItBack}
          onConfirm={() => void change({ admin: false })}
        >
          <p>{words.theyKeepTheirAccountAnd}</p>
        </Confirm>
      );
    case 'disable':
      return (
        <Confirm
          {...common}
          title={words.disableAccountOf(name)}
          verb={words.disable(name)}
          onConfirm={() => void change({ disabled: true })}
        >
          <p>{words.isSignedOut(name)}</p>
        </Confirm>
      );
    case 'enable':
      return (
        <Confirm
          {...common}
          title={words.enableAccountOf(name)}
          verb={words.enable(name)}
          look="primary"
          onConfirm={() => void change({ disabled: false })}
        >
          <p>{words.theyCanSignInAgain}</p>
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
    <Dialog title={words.resetLinkFor(name)} onClose={onClose}>
      <CopyField
        label={words.resetLink}
        value={address}
        hint={words.goodOnce(date(new Date(link.expiresAt), { timeStyle: 'short' }), name)}
      />
    </Dialog>
  );
}
