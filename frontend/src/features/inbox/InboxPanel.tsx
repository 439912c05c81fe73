/** What waits for this person: what called them, and where something new is. */
import { useEffect, useState, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId, Notification } from '../../protocol';
import { useAct } from '../../services';
import { channelPath, messagePath } from '../../services/paths';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Icon, type IconName } from '../../ui/Icon';
import { plainOf, type Names } from '../../ui/markdown/names';
import { Panel } from '../../ui/Panel';
import { Quote } from '../../ui/Quote';
import { QuoteSkeletons } from '../../ui/QuoteSkeletons';
import { Segments } from '../../ui/Segments';
import { selectInbox } from './inboxSlice';
import { readInbox, readOlderInbox } from './readInbox';
import './inbox.css';

/** A channel with something new in it. */
export interface Unread {
  channelId: ChannelId;
  name: string;
  icon: IconName;
  /** The space it is in; empty for a conversation. */
  place: string;
  unread: number;
  mentions: number;
}

/** What reading is, to the inbox. */
export interface Reading {
  /** How far somebody has read a channel. */
  readSeqOf: (channelId: ChannelId) => number;
  /** Marks a channel read, up to a message or all of it. */
  onRead: (channelId: ChannelId, seq?: number) => void;
  onReadAll: () => void;
}

interface InboxPanelProps extends Reading {
  unread: readonly Unread[];
  names: Names;
  placeOf: (channelId: ChannelId) => string;
  /** Stands above the list: what to do about notifications, say. */
  children?: ReactNode;
  onClose: () => void;
}

type Tab = 'calls' | 'unread';

/** Two lists; both follow what happens. */
export default function InboxPanel({ children, onClose, ...rest }: InboxPanelProps) {
  const { unread, onReadAll } = rest;
  const [tab, setTab] = useState<Tab>('calls');
  const anything = unread.length > 0;
  const tabs: readonly (readonly [Tab, string])[] = [
    ['calls', 'For you'],
    ['unread', anything ? `Unread, ${unread.length}` : 'Unread'],
  ];
  return (
    <Panel
      title="Inbox"
      onClose={onClose}
      tools={
        anything && (
          <Button look="quiet" onClick={onReadAll}>
            Mark all read
          </Button>
        )
      }
    >
      <div className="inbox-head">
        <Segments label="What to show" options={tabs} value={tab} onChange={setTab} />
      </div>
      {children}
      {tab === 'calls' ? <Calls {...rest} /> : <UnreadList {...rest} />}
    </Panel>
  );
}

type ListProps = Omit<InboxPanelProps, 'children' | 'onClose'>;

function Calls({ names, placeOf, readSeqOf, onRead }: ListProps) {
  const act = useAct();
  const { status, items, older } = useSelector(selectInbox);
  const wanted = status === 'unread' || status === 'stale';
  useEffect(() => {
    if (wanted) void act(readInbox());
  }, [act, wanted]);
  if (status === 'failed') {
    return (
      <Empty
        title="The inbox could not be read"
        actions={<Button onClick={() => void act(readInbox())}>Try again</Button>}
      >
        The server did not answer. Nothing is lost.
      </Empty>
    );
  }
  if (items.length === 0) {
    return status === 'ready' ? (
      <Empty title="Nothing waits for you">
        When somebody mentions you, answers you or writes to you alone, it stands here.
      </Empty>
    ) : (
      <QuoteSkeletons label="The inbox is loading" />
    );
  }
  return (
    <>
      <ol className="quotes" aria-label="What called you">
        {items.map((item) => {
          const isNew = item.messageSeq > readSeqOf(item.channelId);
          return (
            <Quote
              key={item.seq}
              href={messagePath({ channelId: item.channelId, id: item.messageId })}
              author={item.author}
              createdAt={item.createdAt}
              place={`${isNew ? 'New: ' : ''}${whyOf(item)} ${placeOf(item.channelId)}`}
              calls={isNew}
              tools={
                isNew && (
                  <Button
                    look="quiet"
                    aria-label={`Mark read, up to the message of ${item.author.displayName}`}
                    onClick={() => onRead(item.channelId, item.messageSeq)}
                  >
                    Mark read
                  </Button>
                )
              }
            >
              {plainOf(item.excerpt, names) || 'A file'}
            </Quote>
          );
        })}
      </ol>
      {older !== 'none' && (
        <div className="panel-foot">
          {older === 'failed' && <p role="alert">Older ones could not be read.</p>}
          <Button busy={older === 'reading'} onClick={() => void act(readOlderInbox())}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}

function whyOf({ kind }: Notification): string {
  switch (kind) {
    case 'mention':
      return 'mentioned you in';
    case 'reply':
      return 'answered you in';
    case 'dm':
      return 'wrote to you in';
  }
}

function UnreadList({ unread, onRead }: ListProps) {
  if (unread.length === 0) {
    return (
      <Empty title="You have read everything">
        Channels with something new in them stand here, those that call you first.
      </Empty>
    );
  }
  return (
    <ul className="inbox-unread" aria-label="Unread channels">
      {unread.map(({ channelId, name, icon, place, unread: count, mentions }) => (
        <li key={channelId}>
          <a href={channelPath(channelId)}>
            <Icon name={icon} />
            <span className="name">{name}</span>
            <span className="place">{place}</span>
            {mentions > 0 ? (
              <span className="calls" aria-label={`${mentions} for you`}>
                {mentions}
              </span>
            ) : (
              <span className="count" aria-label={`${count} new`}>
                {count}
              </span>
            )}
          </a>
          <Button look="quiet" aria-label={`Mark read: ${name}`} onClick={() => onRead(channelId)}>
            Mark read
          </Button>
        </li>
      ))}
    </ul>
  );
}
