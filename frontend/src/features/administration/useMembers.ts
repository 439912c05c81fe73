/** The members of a space as its settings show them: page by page, all or those with a name. */
import { useCallback, useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import type { Member, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { peopleSeen } from '../../services/events';
import { usePages } from '../../services/usePages';
import { selectChanges } from './administrationSlice';
import { readMembers } from './members';

/** A pause this long says that somebody looks up from typing. */
const PAUSE_MS = 250;

/** `looking`: what is listed is not yet what was typed. */
export function useMembers(space: SpaceId, query: string) {
  const act = useAct();
  const fresh = useSelector((state: Parameters<typeof selectChanges>[0]) =>
    selectChanges(state, space),
  );
  const beginning = useSettled(query.trim());
  const read = useCallback(
    async (last: Member | null) => {
      const page = await act(readMembers(space, beginning, last?.userId ?? null));
      act(peopleSeen(page.items.map(({ user }) => user)));
      return page;
    },
    [act, space, beginning],
  );
  const members = usePages({ read, fresh });
  return { ...members, looking: query.trim() !== beginning || members.status === 'waiting' };
}

/** A text, once it has not changed for a moment; at once when there is nothing in it. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
