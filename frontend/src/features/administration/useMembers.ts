/** The members of a space as its settings show them: page by page, or all that match. */
import { useCallback, useEffect, useMemo } from 'react';
import { useSelector } from 'react-redux';
import type { Member, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { peopleSeen } from '../../services/events';
import { nameOf } from '../../services/names';
import { usePages } from '../../services/usePages';
import { selectChanges } from './administrationSlice';
import { readMembers } from './members';

/** So many are looked through for a name; who has more people asks for the rest by hand. */
const LOOKED_MAX = 2_000;

/** Whether somebody is meant: by nickname, display name or user name, in any case. */
export function isMeant(member: Member, query: string): boolean {
  const wanted = query.trim().toLocaleLowerCase();
  const names = [nameOf(member), member.user.displayName, member.user.username];
  return names.some((name) => name.toLocaleLowerCase().includes(wanted));
}

/** `shown` are those who match; while there is a query, page after page is read. */
export function useMembers(space: SpaceId, query: string) {
  const act = useAct();
  const fresh = useSelector((state: Parameters<typeof selectChanges>[0]) =>
    selectChanges(state, space),
  );
  const read = useCallback(
    async (last: Member | null) => {
      const page = await act(readMembers(space, last?.userId ?? null));
      act(peopleSeen(page.items.map(({ user }) => user)));
      return page;
    },
    [act, space],
  );
  const members = usePages({ read, fresh });
  const { items, hasMore, status, more } = members;
  const looking = query.trim() !== '' && hasMore && items.length < LOOKED_MAX;
  useEffect(() => {
    if (looking && status === 'here') more();
  }, [looking, status, more]);
  const shown = useMemo(() => items.filter((member) => isMeant(member, query)), [items, query]);
  return { ...members, shown, looking };
}
