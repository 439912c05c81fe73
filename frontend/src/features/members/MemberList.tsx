/** Who is in a space: by role and by who is there. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import type { Member, Role, SpaceId, User, UserId } from '../../protocol';
import { useAct } from '../../services';
import { nameOf } from '../../services/names';
import { Button } from '../../ui/Button';
import { useRoving } from '../../ui/useRoving';
import { useWindow } from '../../ui/useWindow';
import { MemberRow, ROW_REM } from './MemberRow';
import { selectMembership, type Membership } from './membersSlice';
import { readMembers } from './readMembers';
import { sectionsOf, type Presences, type Section } from './sections';
import './members.css';
import { common } from '../../language/common';
import { words } from './words';

interface MemberListProps {
  /** `null` while it is not known yet. */
  space: { id: SpaceId; ownerId: UserId } | null;
  roles: Role[];
  presences: Presences;
  /** A way to bring people in, where nobody else is there. */
  invite: ReactNode;
  /** What is shown of somebody beside their line. */
  card: Card;
  /** Somebody types a name that begins so; who is found is among the members then. */
  onNaming: (beginning: string) => void;
}

/** From so many on one looks for somebody rather than at all of them. */
const MANY = 15;

/** Somebody close up, beside what they were opened from. */
export type Card = (user: User, anchor: HTMLElement, onClose: () => void) => ReactNode;

/** One stop for Tab; the arrow keys go through it. */
export function MemberList(props: MemberListProps) {
  const { space, roles, presences, invite, card, onNaming } = props;
  const act = useAct();
  const spaceId = space?.id;
  const membership = useSelector((state: Parameters<typeof selectMembership>[0]) =>
    selectMembership(state, spaceId ?? null),
  );
  const unread = membership?.read === 'no';
  useEffect(() => {
    if (spaceId && unread) void act(readMembers(spaceId));
  }, [act, spaceId, unread]);
  const [sought, setSought] = useState('');
  const sections = useMemo(
    () => (membership ? sectionsOf(called(membership, sought), roles, presences) : []),
    [membership, sought, roles, presences],
  );
  const stops = useMemo(
    () => sections.flatMap(({ members }) => members.map(({ userId }) => userId)),
    [sections],
  );
  const { stop, handlers } = useRoving(stops, null);
  const [shown, setShown] = useState<{ id: UserId; anchor: HTMLElement } | null>(null);
  if (!spaceId || !membership || unread) return <Skeletons />;
  const member = shown ? membership.byId[shown.id] : undefined;
  return (
    // The arrow keys are a convenience: what they reach is buttons.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div {...handlers}>
      {(membership.read === 'partly' || Object.keys(membership.byId).length >= MANY) && (
        <input
          type="search"
          className="members-search"
          aria-label={words.findMember}
          placeholder={words.findMember}
          autoComplete="off"
          dir={sought === '' ? undefined : 'auto'}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
            onNaming(event.target.value);
          }}
        />
      )}
      {sought !== '' && stops.length === 0 && (
        <p className="members-none" role="status">
          {words.nobodyIsCalledThat}
        </p>
      )}
      {sections.map((section) => (
        <Group
          key={section.key}
          section={section}
          more={sought === '' && membership.read === 'partly' && section.key === 'offline'}
          ownerId={space.ownerId}
          presences={presences}
          stop={stop}
          open={shown?.id ?? null}
          onShow={(id, anchor) => setShown({ id, anchor })}
        />
      ))}
      {shown && member && card(member.user, shown.anchor, () => setShown(null))}
      {membership.read === 'failed' && (
        <p className="members-failed">
          {words.membersCouldNotBeRead}
          <Button onClick={() => void act(readMembers(spaceId))}>{common.tryAgain}</Button>
        </p>
      )}
      {stops.length === 1 && sought === '' && membership.read === 'all' && (
        <div className="members-alone">
          <p>{words.nobodyElseIsHereYet}</p>
          {invite}
        </div>
      )}
    </div>
  );
}

/** Those with a word in their names that begins so. */
function called(membership: Membership, sought: string): Membership {
  const wanted = sought.trim().toLocaleLowerCase();
  if (wanted === '') return membership;
  const isMeant = ({ nickname, user }: Member): boolean =>
    [nickname ?? '', user.displayName, user.username].some((name) =>
      ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`),
    );
  const found = Object.entries(membership.byId).filter(([, member]) => isMeant(member));
  return { ...membership, byId: Object.fromEntries(found) };
}

interface GroupProps {
  section: Section;
  /** Whether there are more than were read. */
  more: boolean;
  ownerId: UserId;
  presences: Presences;
  stop: UserId | null;
  open: UserId | null;
  onShow: (id: UserId, anchor: HTMLElement) => void;
}

/** Only what is in sight is drawn. */
function Group({ section, more, ownerId, presences, stop, open, onShow }: GroupProps) {
  const { title, members, there } = section;
  const { ref, from, to, style } = useWindow<HTMLUListElement>(members.length, ROW_REM);
  return (
    <section>
      <h2 className="members-head" title={title}>
        {words.headOf(
          <bdi key="name" className="name">
            {title}
          </bdi>,
          members.length,
          more,
        )}
      </h2>
      <ul ref={ref} aria-label={title} style={style}>
        {members.slice(from, to).map((member, at) => (
          <MemberRow
            key={member.userId}
            userId={member.userId}
            name={nameOf(member)}
            place={[from + at + 1, members.length]}
            owner={member.userId === ownerId}
            seen={presences[member.userId]}
            there={there}
            open={member.userId === open}
            tabIndex={member.userId === stop ? 0 : -1}
            onShow={onShow}
          />
        ))}
      </ul>
    </section>
  );
}

function Skeletons() {
  return (
    <div aria-busy="true" role="status" aria-label={words.membersAreLoading}>
      {[58, 42, 66, 50].map((width) => (
        <div key={width} className="member">
          <span className="skeleton square" />
          <span className="skeleton" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
