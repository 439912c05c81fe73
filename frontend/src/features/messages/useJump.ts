/** Going to a message, wherever it is, and showing which it was. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId, MessageId } from '../../protocol';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { readAround, readLatest } from './history';
import type { MessagesView } from './items';
import { selectTimeline } from './messagesSlice';
import { words } from './words';

/** How long the message stands out. */
const LIT_MS = 2_500;

/** `toRow` shows a row that is in the list. */
export function useJump(channelId: ChannelId, toRow: (id: string) => HTMLElement | null) {
  const act = useAct();
  const ids = useSelector((state: MessagesView) => selectTimeline(state, channelId))?.ids;
  const [goal, setGoal] = useState<{ id: MessageId } | null>(null);
  const reached = useRef<object | null>(null);
  const there = goal !== null && (ids?.includes(goal.id) ?? false);

  // Once it is in the list, it is shown before anything is painted, and stands out for a while.
  useLayoutEffect(() => {
    if (!goal || !there || reached.current === goal) return;
    reached.current = goal;
    toRow(goal.id)?.focus({ preventScroll: true });
  }, [goal, there, toRow]);
  useEffect(() => {
    if (!there) return undefined;
    const timer = setTimeout(() => setGoal(null), LIT_MS);
    return () => clearTimeout(timer);
  }, [there]);

  const jump = useCallback(
    async (id: MessageId): Promise<void> => {
      if (ids?.includes(id)) {
        setGoal({ id });
        return;
      }
      const near = await act(readAround(channelId, id));
      if (near !== null) setGoal({ id: near });
      if (near === id) return;
      const text = near ? words.thatMessageWasDeleted : words.thatMessageCouldNotBe;
      act(noticeRaised({ kind: 'problem', text }));
      if (!ids && !near) await act(readLatest(channelId));
    },
    [act, channelId, ids],
  );
  return { jump, lit: goal?.id ?? null };
}
