/** The conversation so far: the newest at the bottom, older ones as one scrolls up. */
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { useSelector } from 'react-redux';
import type { Channel, MessageId } from '../../protocol';
import { useAct } from '../../services';
import { endShown } from '../../services/events';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import type { IconName } from '../../ui/Icon';
import { useConversation } from './context';
import { Beginning, Ending } from './Ends';
import { readLatest, readNewer, readOlder } from './history';
import { selectRows, type Item, type MessagesView } from './items';
import { selectTimeline } from './messagesSlice';
import { MessageSkeletons } from './MessageSkeletons';
import { NewsBar } from './NewsBar';
import { RowView } from './RowView';
import { isShown, type Row } from './timeline';
import { ToPresent } from './ToPresent';
import { useJump } from './useJump';
import { useMissed } from './useMissed';
import { useNews, type Reading } from './useNews';
import { belowIn, useStillScroll } from './useStillScroll';
import { useToday } from './useToday';
import './log.css';
import { common } from '../../language/common';
import { words } from './words';

/** Closer than this to an end of what is there, the page beyond it is read. */
const READ_AHEAD_PX = 900;

/** What others may ask of the list. */
export interface ListHandle {
  /** To the present, wherever one reads. */
  toPresent: () => void;
  /** All of it is read. */
  dismiss: () => void;
  jump: (id: MessageId) => void;
}

interface MessageListProps {
  channel: Channel;
  icon: IconName;
  /** The channel's. */
  name: string;
  /** The same as people say it. */
  shown: string;
  reading: Reading;
  /** The message the address names. */
  target: MessageId | null;
  ref: Ref<ListHandle>;
}

/** Made anew for each channel. */
export function MessageList(props: MessageListProps) {
  const { channel, icon, name, shown: title, reading, target, ref } = props;
  const act = useAct();
  const { channelId, me } = useConversation();
  const timeline = useSelector((state: MessagesView) => selectTimeline(state, channelId));
  const present = timeline === undefined || timeline.newer === 'none';
  const { frame, content, atEnd, toEnd, toRow, onScroll } = useStillScroll(present);
  const { jump, lit } = useJump(channelId, toRow);
  const ids = timeline?.ids ?? [];
  const status = timeline?.status ?? 'loading';
  const shown = timeline !== undefined && isShown(timeline);
  const { newsAfter, dismiss } = useNews(channelId, reading, atEnd && present);
  const rows = useSelector((state: MessagesView) => selectRows(state, channelId, me.id, newsAfter));
  const missedBelow = useMissed(rows, atEnd, me.id);
  const [stop, setStop] = useState<string | null>(null);
  const today = useToday();

  const toPresent = useCallback(() => {
    toEnd();
    if (!present) void act(readLatest(channelId));
  }, [act, channelId, present, toEnd]);
  const leap = useCallback((id: MessageId) => void jump(id), [jump]);
  useImperativeHandle(ref, () => ({ toPresent, dismiss, jump: leap }), [toPresent, dismiss, leap]);

  useOpening(target, leap);
  // Only what is complete up to the present has been seen when its end has.
  const seen = atEnd && present && status === 'ready';
  useEffect(() => {
    act(endShown({ channelId, atEnd: seen }));
    return () => void act(endShown({ channelId, atEnd: false }));
  }, [act, channelId, seen]);
  useFirstNews(shown && rows.some(({ kind }) => kind === 'new') && target === null, toRow, rows);

  const readAhead = (): void => {
    const window = frame.current;
    if (!window || !timeline || status !== 'ready') return;
    if (window.scrollTop < READ_AHEAD_PX && timeline.older === 'more') {
      void act(readOlder(channelId));
    }
    if (belowIn(window) < READ_AHEAD_PX && timeline.newer === 'more') {
      void act(readNewer(channelId));
    }
  };
  useEffect(readAhead);

  const stopAt = stop !== null && ids.includes(stop) ? stop : ids.at(-1);
  const above = newsAfter !== null && beginsAfter(rows, newsAfter);
  return (
    <div className="log-place">
      {above && reading.unread > 0 && shown && (
        <NewsBar
          channelId={channelId}
          after={newsAfter}
          count={reading.unread}
          onJump={leap}
          onDismiss={dismiss}
        />
      )}
      {/* The arrow keys go from message to message. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={frame}
        className="log"
        role="log"
        aria-label={words.messagesIn(name)}
        aria-live="polite"
        aria-busy={!shown || timeline?.older === 'loading' || timeline?.newer === 'loading'}
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
              title={words.messagesCouldNotBeRead}
              actions={
                <Button onClick={() => void act(readLatest(channelId))}>{common.tryAgain}</Button>
              }
            >
              {common.nothingIsLost}
            </Empty>
          )}
          {shown && timeline && (
            <>
              <Beginning
                channel={channel}
                icon={icon}
                name={title}
                older={timeline.older}
                onRetry={() => void act(readOlder(channelId))}
              />
              {rows.map((row) => (
                <RowView key={row.key} row={row} stopAt={stopAt} lit={lit} today={today} />
              ))}
              <Ending newer={timeline.newer} onRetry={() => void act(readNewer(channelId))} />
            </>
          )}
        </div>
      </div>
      {shown && !atEnd && (
        <ToPresent count={present ? missedBelow : timeline.missed.count} onPress={toPresent} />
      )}
    </div>
  );
}

/** Whether what is there begins behind a place in the stream without saying that it is new. */
function beginsAfter(rows: readonly Row<Item>[], seq: number): boolean {
  if (rows.some(({ kind }) => kind === 'new')) return false;
  const first = rows.find((row) => row.kind === 'message');
  return first?.kind === 'message' && first.item.seq > seq;
}

/** Begins where the address says, else at the present. */
function useOpening(target: MessageId | null, jump: (id: MessageId) => void): void {
  const act = useAct();
  const { channelId } = useConversation();
  const timeline = useSelector((state: MessagesView) => selectTimeline(state, channelId));
  const opened = useRef<MessageId | null | undefined>(undefined);
  useEffect(() => {
    const first = opened.current === undefined;
    if (target && opened.current !== target) jump(target);
    // Whoever comes to a channel comes to its present; also who lost it and has it again.
    else if (!target && (timeline === undefined || (first && timeline.newer !== 'none'))) {
      void act(readLatest(channelId));
    }
    opened.current = target;
  }, [act, channelId, jump, target, timeline]);
}

/** Where more is new than fits on the screen, one begins with the first of it. */
function useFirstNews(
  drawn: boolean,
  toRow: (id: string) => HTMLElement | null,
  rows: readonly Row<Item>[],
): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current || rows.length === 0) return;
    done.current = true;
    const line = document.querySelector('.log .news');
    const log = line?.closest('.log');
    if (!drawn || !line || !log) return;
    const above = line.getBoundingClientRect().top < log.getBoundingClientRect().top;
    const next = rows[rows.findIndex(({ kind }) => kind === 'new') + 1];
    if (above && next?.kind === 'message' && next.item.kind === 'said') toRow(next.item.message.id);
  }, [drawn, rows, toRow]);
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
