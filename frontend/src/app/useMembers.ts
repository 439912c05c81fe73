/** Who is in the spaces one is in: somebody wants to name one of them. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { readMembers } from '../features/members/readMembers';
import { useAct } from '../services';
import type { State } from './store';

/** Reads the members of spaces whose members were not read yet, one space after the other. */
export function useMembers(): void {
  const act = useAct();
  const next = useSelector(({ spaces, members }: State) =>
    spaces.order.find((id) => members.bySpace[id]?.read === 'no'),
  );
  useEffect(() => {
    if (next !== undefined) void act(readMembers(next));
  }, [act, next]);
}
