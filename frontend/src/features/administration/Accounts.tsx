/** Everybody who has an account, and what can be done with each. */
import { useCallback, useEffect, useState } from 'react';
import type { AdminUser, Me } from '../../protocol';
import { useAct } from '../../services';
import { peopleSeen } from '../../services/events';
import { usePages } from '../../services/usePages';
import { Avatar } from '../../ui/Avatar';
import { Field } from '../../ui/Field';
import type { MenuItem } from '../../ui/Menu';
import { MenuButton } from '../../ui/MenuButton';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { momentOf } from '../../ui/times';
import { AccountDialog, type AccountDeed } from './AccountDialog';
import { readUsers } from './instance';
import { problemOf } from './shown';

/** Whoever types is not asked about at every letter. */
const PAUSE_MS = 250;

/** Searched by the server, so that all of them are found. */
export function Accounts({ me }: { me: Me }) {
  const act = useAct();
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim());
  const [asked, setAsked] = useState<{ deed: AccountDeed; user: AdminUser } | null>(null);
  const read = useCallback(
    async (last: AdminUser | null) => {
      const page = await act(readUsers(query, last?.id ?? null));
      act(peopleSeen(page.items));
      return page;
    },
    [act, query],
  );
  const users = usePages({ read });
  return (
    <section className="part" aria-label="Accounts">
      <Field
        label="Find somebody"
        type="search"
        hint="By user name, display name or e-mail address."
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className="why" role="status">
        {users.status !== 'waiting' &&
          `${users.items.length}${users.hasMore ? ' or more' : ''} ${query === '' ? 'accounts' : 'found'}`}
      </p>
      {users.status === 'waiting' ? (
        <RowsWaiting label="Accounts" rows={6} />
      ) : (
        <ul className="rows">
          {users.items.map((user) => (
            <Row key={user.id} me={me} user={user} onAsk={(deed) => setAsked({ deed, user })} />
          ))}
        </ul>
      )}
      <RowsEnd {...users} problem={problemOf(users)} onMore={users.more} onAgain={users.again} />
      {asked && (
        <AccountDialog
          {...asked}
          onDone={(changed) => {
            setAsked(null);
            users.change((items) => items.map((each) => (each.id === changed.id ? changed : each)));
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

interface RowProps {
  me: Me;
  user: AdminUser;
  onAsk: (deed: AccountDeed) => void;
}

function Row({ me, user, onAsk }: RowProps) {
  const deeds = deedsOf(me, user);
  return (
    <li>
      <Avatar id={user.id} name={user.displayName} />
      <div className="about">
        <b>{user.displayName}</b>
        <small>
          {user.username}
          {user.email !== null && `, ${user.email}`}
        </small>
        <small>{lastSeen(user)}</small>
        <span className="tags">
          {user.owner && <span className="tag good">Owner</span>}
          {user.admin && <span className="tag good">Admin</span>}
          {user.disabled && <span className="tag bad">Disabled</span>}
        </span>
      </div>
      <MenuButton
        icon="dots"
        label={`What to do with ${user.displayName}`}
        tip="end"
        items={deeds.map(({ deed, icon, label, danger = false }) => ({
          icon,
          label,
          danger,
          act: () => onAsk(deed),
        }))}
      />
    </li>
  );
}

function lastSeen({ sessions, lastUsedAt }: AdminUser): string {
  if (lastUsedAt === null) return 'Signed in nowhere';
  const devices = sessions === 1 ? '1 device' : `${sessions} devices`;
  return `On ${devices}, last used ${momentOf(lastUsedAt)}`;
}

/** What the server lets one do: the owner above admins, admins above everybody else. */
export function deedsOf(
  me: Pick<Me, 'id' | 'owner'>,
  user: AdminUser,
): (Omit<MenuItem, 'act'> & { deed: AccountDeed })[] {
  if (user.id === me.id || user.owner || (user.admin && !me.owner)) return [];
  const admin = user.admin ? 'demote' : 'promote';
  return [
    { deed: 'reset', icon: 'copy', label: 'Reset link…' },
    { deed: 'sign-out', icon: 'leave', label: 'Sign out everywhere…' },
    ...(me.owner
      ? ([
          {
            deed: admin,
            icon: 'people',
            label: user.admin ? 'Take back admin…' : 'Make an admin…',
          },
        ] as const)
      : []),
    user.disabled
      ? { deed: 'enable', icon: 'check', label: 'Enable…' }
      : { deed: 'disable', icon: 'lock', label: 'Disable…', danger: true },
  ];
}
