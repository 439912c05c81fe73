/** The conversation so far: the newest at the bottom, older ones as one scrolls up. */
import { useEffect, useImperativeHandle, useState, type KeyboardEvent, type Ref } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { endShown } from '../../services/events';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { useConversation } from './context';
import { readLatest, readOlder } from './history';
import { selectRows, type Item, type MessagesView } from './items';
import { KEPT_MAX, selectTimeline, timelineTrimmed } from './messagesSlice';
import { MessageRow } from './MessageRow';
import { MessageSkeletons } from './MessageSkeletons';
import { OutgoingRow } from './OutgoingRow';
import { dayOf } from './times';
import type { Row } from './timeline';
import { useMissed } from './useMissed';
import { useStillScroll } from './useStillScroll';
import { useToday } from './useToday';

/** Closer than this to the oldest message, the page before it is read. */
const READ_AHEAD_PX = 900;

/** What others may ask of the list. */
export interface ListHandle {
  toEnd: () => void;
}

/** `name` is the channel's. */
export function MessageList({ name, ref }: { name: string; ref: Ref<ListHandle> }) {
  const act = useAct();
  const { channelId, me } = useConversation();
  const timeline = useSelector((state: MessagesView) => selectTimeline(state, channelId));
  const rows = useSelector((state: MessagesView) => selectRows(state, channelId, me.id));
  const { frame, content, atEnd, toEnd, onScroll } = useStillScroll();
  const [stop, setStop] = useState<string | null>(null);
  const missed = useMissed(rows, atEnd, me.id);
  const today = useToday();
  useImperativeHandle(ref, () => ({ toEnd }), [toEnd]);

  const absent = timeline === undefined;
  useEffect(() => {
    if (absent) void act(readLatest(channelId));
  }, [act, absent, channelId]);
  useEffect(() => () => void act(timelineTrimmed(channelId)), [act, channelId]);
  const ids = timeline?.ids ?? [];
  const long = ids.length > 2 * KEPT_MAX;
  useEffect(() => {
    if (atEnd && long) act(timelineTrimmed(channelId));
  }, [act, channelId, atEnd, long]);

  const older = timeline?.older;
  const readAhead = (): void => {
    const near = (frame.current?.scrollTop ?? Infinity) < READ_AHEAD_PX;
    if (near && older === 'more' && timeline?.status === 'ready') void act(readOlder(channelId));
  };
  useEffect(readAhead);

  const status = timeline?.status ?? 'loading';
  const shown = status === 'ready' || status === 'stale';
  // Only what is complete up to the present has been seen when its end has.
  const seen = atEnd && status === 'ready';
  useEffect(() => {
    act(endShown({ channelId, atEnd: seen }));
    return () => void act(endShown({ channelId, atEnd: false }));
  }, [act, channelId, seen]);
  const stopAt = stop !== null && ids.includes(stop) ? stop : ids.at(-1);
  return (
    <div className="log-place">
      {/* The arrow keys go from message to message. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={frame}
        className="log"
        role="log"
        aria-label={`Messages in ${name}`}
        aria-live="polite"
        aria-busy={!shown || older === 'loading'}
        // Scrolls, so it has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={() => {
          onScroll();
          readAhead();
        }}
        onKeyDown={(event) => walk(event, setStop)}
      >
        <div ref={content} className="log-content">
          {status === 'loading' && <MessageSkeletons rows={9} />}
          {status === 'failed' && (
            <Empty
              title="The messages could not be read"
              actions={<Button onClick={() => void act(readLatest(channelId))}>Try again</Button>}
            >
              The server did not answer. Nothing is lost.
            </Empty>
          )}
          {shown && (
            <Beginning name={name} older={older} onRetry={() => void act(readOlder(channelId))} />
          )}
          {shown &&
            rows.map((row) => <RowView key={row.key} row={row} stopAt={stopAt} today={today} />)}
        </div>
      </div>
      {!atEnd && (
        <button type="button" className="to-present" onClick={toEnd}>
          {missed > 0 ? newMessages(missed) : 'Jump to the present'}
          <Icon name="down" size={14} />
        </button>
      )}
    </div>
  );
}

interface RowProps {
  row: Row<Item>;
  stopAt: string | undefined;
  today: number;
}

function RowView({ row, stopAt, today }: RowProps) {
  if (row.kind === 'day') {
    return (
      <div className="day" role="separator">
        <span>{dayOf(row.at, today)}</span>
      </div>
    );
  }
  const { item, first } = row;
  return item.kind === 'said' ? (
    <MessageRow message={item.message} first={first} stop={item.message.id === stopAt} />
  ) : (
    <OutgoingRow outgoing={item.outgoing} first={first} />
  );
}

interface BeginningProps {
  name: string;
  older: string | undefined;
  onRetry: () => void;
}

/** What stands above the oldest message that is there. */
function Beginning({ name, older, onRetry }: BeginningProps) {
  if (older === 'none') {
    return (
      <div className="beginning">
        <Icon name="hash" size={30} />
        <h2>Welcome to #{name}</h2>
        <p>This is where the conversation begins.</p>
      </div>
    );
  }
  if (older === 'failed') {
    return (
      <p className="older-failed">
        Older messages could not be read. <Button onClick={onRetry}>Try again</Button>
      </p>
    );
  }
  return <MessageSkeletons rows={4} />;
}

function newMessages(count: number): string {
  return count === 1 ? '1 new message' : `${count} new messages`;
}

/** Up and down, from message to message. */
function walk(event: KeyboardEvent<HTMLElement>, onStop: (id: string) => void): void {
  const at = event.target;
  if (!(at instanceof HTMLElement) || at.dataset['row'] === undefined) return;
  const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  if (by === 0) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const next = rows[rows.indexOf(at) + by];
  if (!next) return;
  onStop(next.dataset['row'] ?? '');
  next.focus();
}
