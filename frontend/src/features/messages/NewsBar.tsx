/** Says that something new lies further up than what is there, and leads to it. */
import { useState } from 'react';
import type { ChannelId, MessageId } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { findFirstAfter } from './history';
import { words } from './words';

/** More are not counted. */
const COUNTED_MAX = 1_000;

interface NewsBarProps {
  channelId: ChannelId;
  /** The place in the stream up to which everything is read. */
  after: number;
  count: number;
  onJump: (id: MessageId) => void;
  onDismiss: () => void;
}

/** Two ways on: to the first of it, or past all of it. */
export function NewsBar({ channelId, after, count, onJump, onDismiss }: NewsBarProps) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const jump = async (): Promise<void> => {
    setBusy(true);
    try {
      const first = await act(findFirstAfter(channelId, after));
      if (first) onJump(first);
    } catch (error) {
      act(failureRaised(error));
    }
    setBusy(false);
  };
  return (
    <div className="news-bar" role="status">
      <button type="button" disabled={busy} onClick={() => void jump()}>
        {count >= COUNTED_MAX ? words.manyFurtherUp(COUNTED_MAX) : words.newFurtherUp(count)}
      </button>
      <button type="button" onClick={onDismiss}>
        {words.markAsRead}
      </button>
    </div>
  );
}
