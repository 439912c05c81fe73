/** What is pinned to a channel. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId, Message } from '../../protocol';
import { useAct } from '../../services';
import { messagePath } from '../../services/paths';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { plainOf, type Names } from '../../ui/markdown/names';
import { Panel } from '../../ui/Panel';
import { Quote } from '../../ui/Quote';
import { QuoteSkeletons } from '../../ui/QuoteSkeletons';
import { readPins, unpin } from './pins';
import { selectPins } from './pinsSlice';
import { common } from '../../language/common';
import { words } from './words';

interface PinsPanelProps {
  channelId: ChannelId;
  /** Whether this person may pin and unpin here. */
  mayPin: boolean;
  names: Names;
  onClose: () => void;
}

/** The newest pin first. Follows what others pin meanwhile. */
export default function PinsPanel({ channelId, mayPin, names, onClose }: PinsPanelProps) {
  const act = useAct();
  const pins = useSelector((state: Parameters<typeof selectPins>[0]) =>
    selectPins(state, channelId),
  );
  useEffect(() => void act(readPins(channelId)), [act, channelId]);
  const stale = pins?.status === 'stale';
  useEffect(() => {
    if (stale) void act(readPins(channelId));
  }, [act, channelId, stale]);
  return (
    <Panel title={words.pinnedMessages} onClose={onClose}>
      {!pins || (pins.status === 'reading' && pins.items.length === 0) ? (
        <QuoteSkeletons label={words.pinsAreLoading} />
      ) : pins.status === 'failed' ? (
        <Empty
          title={words.pinsCouldNotBeRead}
          actions={<Button onClick={() => void act(readPins(channelId))}>{common.tryAgain}</Button>}
        >
          {common.nothingIsLost}
        </Empty>
      ) : pins.items.length === 0 ? (
        <Empty title={words.nothingIsPinnedHere}>
          {mayPin ? words.pinWhatPeopleShouldFind : words.whatPeopleShouldFindAgain}
        </Empty>
      ) : (
        <ol className="quotes" aria-label={words.pinnedMessages}>
          {pins.items.map((message) => (
            <Quote
              key={message.id}
              href={messagePath(message)}
              author={message.author}
              createdAt={message.createdAt}
              tools={
                mayPin && (
                  <Button
                    look="quiet"
                    aria-label={words.unpinMessageOf(message.author.displayName)}
                    onClick={() => void act(unpin(message))}
                  >
                    {words.unpin}
                  </Button>
                )
              }
            >
              {textOf(message, names)}
            </Quote>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function textOf(message: Message, names: Names): string {
  return (
    plainOf(message.content, names) ||
    message.attachments.map(({ filename }) => filename).join(', ')
  );
}
