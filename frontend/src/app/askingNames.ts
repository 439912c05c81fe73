/** Names that are missed where somebody reads: those who bear them are asked for together. */
import { useMemo } from 'react';
import type { SpaceId, UserId } from '../protocol';
import { useAct } from '../services';
import type { Names } from '../ui/markdown/names';
import { findThese } from './useFindPeople';

/** What is shown at once is asked at once, and the list of members may be on its way. */
const TOGETHER_MS = 200;

/** Each is asked for once; where that fails, the next time that somebody misses them. */
export function askerOf(read: (ids: UserId[]) => Promise<void>): (id: UserId) => void {
  const asked = new Set<UserId>();
  let waiting: UserId[] = [];
  const ask = async (): Promise<void> => {
    const ids = waiting;
    waiting = [];
    try {
      await read(ids);
    } catch {
      for (const id of ids) asked.delete(id);
    }
  };
  return (id) => {
    if (asked.has(id)) return;
    asked.add(id);
    if (waiting.push(id) === 1) setTimeout(() => void ask(), TOGETHER_MS);
  };
}

/** The same names; who is not among them is looked for in the space, `null` = in all of them. */
export function useAskingNames(names: Names, spaceId: SpaceId | null): Names {
  const act = useAct();
  const ask = useMemo(() => askerOf((ids) => act(findThese(spaceId, ids))), [act, spaceId]);
  return useMemo(
    () => ({
      ...names,
      user: (id) => {
        const user = names.user(id);
        if (!user) ask(id);
        return user;
      },
    }),
    [names, ask],
  );
}
