/** Who is behind a reaction: asked for when somebody points at it. */
import { useCallback, useRef, useState } from 'react';
import type { MessageId, Page, ReactionCount, Reactor } from '../../protocol';
import { list } from '../../language/formats';
import { useAct, type Verb } from '../../services';
import { words } from './words';

/** As many are named; the rest is a number. */
const NAMED_MAX = 8;

const readWho =
  (messageId: MessageId, emoji: string): Verb<Promise<string[]>> =>
  async (_dispatch, _state, { api }) => {
    const path = `/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`;
    const page = await api.get<Page<Reactor>>(`${path}?limit=${NAMED_MAX}`);
    return page.items.map(({ user }) => user.displayName);
  };

/** "Bo, Cy and 5 more": of so many, as far as they are named. */
export function said(names: readonly string[], count: number): string {
  const more = count - names.length;
  return list(more > 0 ? [...names, words.more(more)] : names);
}

/** Their names once they are known, `null` before; `ask` when somebody looks. Another count asks anew. */
export function useWho(messageId: MessageId, { emoji, count }: ReactionCount) {
  const act = useAct();
  const asked = useRef<number | null>(null);
  const [who, setWho] = useState<{ count: number; names: string[] } | null>(null);
  const ask = useCallback(() => {
    if (asked.current === count) return;
    asked.current = count;
    act(readWho(messageId, emoji)).then(
      (names) => setWho({ count, names }),
      // Without an answer the number says enough; the next look asks again.
      () => {
        asked.current = null;
      },
    );
  }, [act, messageId, emoji, count]);
  return { who: who?.count === count ? said(who.names, count) : null, ask };
}
