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
import { shownLimit } from './LimitList';
import { words } from './serverWords';
import { common } from '../../language/common';

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
    <section className="part" aria-label={words.accounts}>
      <Field
        label={words.findSomebody}
        type="search"
        hint={words.byUserNameDisplayName}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className="why" role="status">
        {users.status !== 'waiting' &&
          (query === ''
            ? words.countOf(users.items.length, users.hasMore)
            : words.found(users.items.length, users.hasMore))}
      </p>
      {users.status === 'waiting' ? (
        <RowsWaiting label={words.accounts} rows={6} />
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
        <b>
          <bdi>{user.displayName}</bdi>
        </b>
        <small>
          <bdi>{user.username}</bdi>
          {user.email !== null && (
            <>
              {common.comma}
              <bdi>{user.email}</bdi>
            </>
          )}
        </small>
        <small>{lastSeen(user)}</small>
        {user.uploadBytes > 0 && (
          <small>{words.filesComeTo(shownLimit(user.uploadBytes, 'bytes'))}</small>
        )}
        <span className="tags">
          {user.owner && <span className="tag good">{words.owner}</span>}
          {user.admin && <span className="tag good">{words.admin}</span>}
          {user.disabled && <span className="tag bad">{words.disabled}</span>}
        </span>
      </div>
      <MenuButton
        icon="dots"
        label={words.whatToDoWith(user.displayName)}
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
  if (lastUsedAt === null) return words.signedInNowhere;
  return words.onDevices(sessions, momentOf(lastUsedAt));
}

/** What the server lets one do: the owner above admins, admins above everybody else. */
export function deedsOf(
  me: Pick<Me, 'id' | 'owner'>,
  user: AdminUser,
): (Omit<MenuItem, 'act'> & { deed: AccountDeed })[] {
  if (user.id === me.id || user.owner || (user.admin && !me.owner)) return [];
  const admin = user.admin ? 'demote' : 'promote';
  return [
    { deed: 'reset', icon: 'copy', label: words.toResetLink },
    { deed: 'sign-out', icon: 'leave', label: words.toSignOut },
    ...(me.owner
      ? ([
          {
            deed: admin,
            icon: 'people',
            label: user.admin ? words.toTakeBackAdmin : words.toMakeAdmin,
          },
        ] as const)
      : []),
    user.disabled
      ? { deed: 'enable', icon: 'check', label: words.toEnable }
      : { deed: 'disable', icon: 'lock', label: words.toDisable, danger: true },
  ];
}
