/** Who may not come back, and why. */
import { useCallback, useState } from 'react';
import { useSelector } from 'react-redux';
import type { Ban } from '../../protocol';
import { useAct } from '../../services';
import { peopleSeen } from '../../services/events';
import { useAttempt } from '../../services/useAttempt';
import { usePages } from '../../services/usePages';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { Empty } from '../../ui/Empty';
import { Field } from '../../ui/Field';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { dayOf } from '../../ui/times';
import type { View } from './access';
import { selectChanges } from './administrationSlice';
import { liftBan, readBans } from './bans';
import { problemOf } from './shown';
import { words } from './words';

/** Each can be lifted. */
export function Bans({ view }: { view: View }) {
  const act = useAct();
  const space = view.space.id;
  const fresh = useSelector((state: Parameters<typeof selectChanges>[0]) =>
    selectChanges(state, space),
  );
  const [query, setQuery] = useState('');
  const [lifting, setLifting] = useState<Ban | null>(null);
  const { busy, wrong, run } = useAttempt();
  const read = useCallback(
    async (last: Ban | null) => {
      const page = await act(readBans(space, last?.userId ?? null));
      act(peopleSeen(page.items.map(({ user }) => user)));
      return page;
    },
    [act, space],
  );
  const bans = usePages({ read, fresh });
  const wanted = query.trim().toLocaleLowerCase();
  const shown = bans.items.filter(({ user, reason }) =>
    [user.displayName, user.username, reason ?? ''].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    ),
  );
  const lift = async ({ userId }: Ban): Promise<void> => {
    if (!(await run(() => act(liftBan(space, userId))))) return;
    setLifting(null);
    bans.change((items) => items.filter((each) => each.userId !== userId));
  };
  if (bans.status === 'waiting') return <RowsWaiting label={words.bans} />;
  if (bans.items.length === 0 && bans.status === 'here') {
    return <Empty title={words.nobodyIsBanned}>{words.whoIsBanned(view.space.name)}</Empty>;
  }
  return (
    <section className="part" aria-label={words.bans}>
      <Field
        label={words.findSomebody}
        type="search"
        hint={words.byNameOrByReason}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul className="rows">
        {shown.map((ban) => (
          <li key={ban.userId}>
            <Avatar id={ban.userId} name={ban.user.displayName} />
            <div className="about">
              <b>
                <bdi>{ban.user.displayName}</bdi>
              </b>
              <small>{words.bannedSince(ban.user.username, dayOf(ban.createdAt))}</small>
              <p dir="auto">
                {ban.reason ?? <span className="why">{words.noReasonWasGiven}</span>}
              </p>
            </div>
            <Button
              aria-haspopup="dialog"
              aria-label={words.liftBanOf(ban.user.displayName)}
              onClick={() => setLifting(ban)}
            >
              {words.lift}
            </Button>
          </li>
        ))}
      </ul>
      <p className="why" role="status">
        {shown.length === 0 && bans.status === 'here' ? words.nobodyAmongThese : ''}
      </p>
      <RowsEnd {...bans} problem={problemOf(bans)} onMore={bans.more} onAgain={bans.again} />
      {lifting && (
        <Confirm
          title={words.shallLiftBanOf(lifting.user.displayName)}
          verb={words.liftBan}
          look="primary"
          busy={busy}
          wrong={wrong}
          onConfirm={() => void lift(lifting)}
          onClose={() => setLifting(null)}
        >
          <p>{words.theyCanComeBackWith}</p>
        </Confirm>
      )}
    </section>
  );
}
