/** Names that are being typed: whoever was not read yet is looked for on the server. */
import { useCallback, useEffect, useRef } from 'react';
import { findMembers, readThese } from '../features/members/findMembers';
import type { SpaceId, UserId } from '../protocol';
import { useAct, type Verb } from '../services';
import type { State } from './store';

/** A pause this long says that somebody looks up from typing. */
const PAUSE_MS = 150;

/** In so many spaces people are looked for at once. */
const SPACES_MAX = 8;

/** In one space, or in all of them; not where everybody was read. */
const findPeople =
  (spaceId: SpaceId | null, beginning: string): Verb<void, State> =>
  (dispatch, state) => {
    for (const id of partly(state(), spaceId)) void dispatch(findMembers(id, beginning));
  };

/** Reads people by their ids, in the same places. */
export const findThese =
  (spaceId: SpaceId | null, ids: readonly UserId[]): Verb<Promise<void>, State> =>
  async (dispatch, state) => {
    await Promise.all(partly(state(), spaceId).map((id) => dispatch(readThese(id, ids))));
  };

function partly({ members, spaces }: State, spaceId: SpaceId | null): SpaceId[] {
  return (spaceId === null ? spaces.order : [spaceId])
    .filter((id) => id in members.bySpace && members.bySpace[id]?.read !== 'all')
    .slice(0, SPACES_MAX);
}

/** To be told what was typed of a name; those who are found are among the members then. */
export function useFindPeople(spaceId: SpaceId | null): (beginning: string) => void {
  const act = useAct();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (beginning) => {
      clearTimeout(timer.current);
      const wanted = beginning.trim();
      if (wanted === '') return;
      timer.current = setTimeout(() => act(findPeople(spaceId, wanted)), PAUSE_MS);
    },
    [act, spaceId],
  );
}
