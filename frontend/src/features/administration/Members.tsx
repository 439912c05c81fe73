/** Everybody in a space, and what can be done with each. */
import { useState } from 'react';
import type { Member, Permission } from '../../protocol';
import { Avatar } from '../../ui/Avatar';
import { Field } from '../../ui/Field';
import { IconButton } from '../../ui/Button';
import { Menu, type MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { usePopover } from '../../ui/usePopover';
import { byRank, memberLock, nameOf, owns, rolesToGive, type View } from './access';
import { Dot } from './Dot';
import { MemberDialog, type Deed } from './MemberDialog';
import { problemOf } from './shown';
import { useMembers } from './useMembers';
import { silencedUntil } from './timeout';

interface MembersProps {
  view: View;
  timeoutSecondsMax: number | undefined;
  reasonCharsMax: number | undefined;
}

/** With a search; the next page comes when it is asked for. */
export function Members({ view, timeoutSecondsMax, reasonCharsMax }: MembersProps) {
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState<{ deed: Deed; member: Member } | null>(null);
  const members = useMembers(view.space.id, query);
  const settled = members.status === 'here' && !members.looking;
  const count = `${members.items.length}${members.hasMore ? ' or more' : ''}`;
  return (
    <section className="part" aria-label="Members">
      <Field
        label="Find somebody"
        type="search"
        hint="By nickname, display name or user name."
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className="why" role="status">
        {settled && (query.trim() === '' ? `${count} members` : `${members.shown.length} found`)}
      </p>
      {members.status === 'waiting' ? (
        <RowsWaiting label="Members" rows={6} />
      ) : (
        <ul className="rows">
          {members.shown.map((member) => (
            <Row
              key={member.userId}
              view={view}
              member={member}
              onAsk={(deed) => setAsked({ deed, member })}
            />
          ))}
        </ul>
      )}
      <RowsEnd
        {...members}
        problem={problemOf(members)}
        onMore={members.more}
        onAgain={members.again}
      />
      {asked && (
        <MemberDialog
          view={view}
          {...asked}
          timeoutSecondsMax={timeoutSecondsMax}
          reasonCharsMax={reasonCharsMax}
          onDone={(changed) => {
            setAsked(null);
            members.change((items) =>
              changed
                ? items.map((each) => (each.userId === changed.userId ? changed : each))
                : items.filter(({ userId }) => userId !== asked.member.userId),
            );
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

interface RowProps {
  view: View;
  member: Member;
  onAsk: (deed: Deed) => void;
}

function Row({ view, member, onAsk }: RowProps) {
  const { anchor, open, toggle, close } = usePopover();
  const [now] = useState(Date.now);
  const until = silencedUntil(member, now);
  const roles = byRank(view.roles).filter(({ id }) => member.roleIds.includes(id));
  const deeds = deedsOf({ view, member, silenced: until !== null, onAsk });
  return (
    <li>
      <Avatar id={member.userId} name={nameOf(member)} />
      <div className="about">
        <b>{nameOf(member)}</b>
        <small>
          {member.user.username}, here since {DAY.format(new Date(member.joinedAt))}
        </small>
        <span className="tags">
          {owns(view, member.userId) && <span className="tag good">Owner</span>}
          {until && <span className="tag bad">Timed out until {MOMENT.format(until)}</span>}
          {roles.map((role) => (
            <span key={role.id} className="tag">
              <Dot color={role.color} />
              {role.name}
            </span>
          ))}
        </span>
      </div>
      {deeds.length > 0 && (
        <>
          <IconButton
            ref={anchor}
            icon="dots"
            label={`What to do with ${nameOf(member)}`}
            tip="end"
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={toggle}
          />
          {open && (
            <Popover anchor={anchor} label={nameOf(member)} onClose={close}>
              <Menu label={`What to do with ${nameOf(member)}`} items={deeds} onChoose={close} />
            </Popover>
          )}
        </>
      )}
    </li>
  );
}

interface Asked {
  view: View;
  member: Member;
  silenced: boolean;
  onAsk: (deed: Deed) => void;
}

/** What this person may do with that member; nothing is offered that would be refused. */
function deedsOf({ view, member, silenced, onAsk }: Asked): MenuItem[] {
  const may = (permission: Permission): boolean => memberLock(view, permission, member) === null;
  const own = member.userId === view.me.userId;
  const item = (allowed: boolean, deed: Deed, more: Omit<MenuItem, 'act'>): MenuItem[] =>
    allowed ? [{ ...more, act: () => onAsk(deed) }] : [];
  return [
    ...item(rolesToGive(view, member).length > 0, 'roles', { icon: 'people', label: 'Roles…' }),
    ...item(own || may('MANAGE_SPACE'), 'rename', { icon: 'pencil', label: 'Nickname…' }),
    ...item(may('TIMEOUT_MEMBERS'), silenced ? 'speak' : 'silence', {
      icon: 'lock',
      label: silenced ? 'End the time-out…' : 'Time out…',
    }),
    ...item(may('KICK_MEMBERS'), 'kick', { icon: 'leave', label: 'Remove…', danger: true }),
    ...item(may('BAN_MEMBERS'), 'ban', { icon: 'trash', label: 'Ban…', danger: true }),
  ];
}
