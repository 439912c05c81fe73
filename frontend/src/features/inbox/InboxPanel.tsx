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
import { common } from '../../language/common';
import { words } from './words';
import { number } from '../../language/formats';

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
    ['calls', words.forYou],
    ['unread', anything ? words.unreadOf(unread.length) : words.unread],
  ];
  return (
    <Panel
      title={words.inbox}
      onClose={onClose}
      tools={
        anything && (
          <Button look="quiet" onClick={onReadAll}>
            {words.markAllRead}
          </Button>
        )
      }
    >
      <div className="inbox-head">
        <Segments label={words.whatToShow} options={tabs} value={tab} onChange={setTab} />
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
        title={words.inboxCouldNotBeRead}
        actions={<Button onClick={() => void act(readInbox())}>{common.tryAgain}</Button>}
      >
        {common.nothingIsLost}
      </Empty>
    );
  }
  if (items.length === 0) {
    return status === 'ready' ? (
      <Empty title={words.nothingWaitsForYou}>{words.whenSomebodyMentionsYouAnswers}</Empty>
    ) : (
      <QuoteSkeletons label={words.inboxIsLoading} />
    );
  }
  return (
    <>
      <ol className="quotes" aria-label={words.whatCalledYou}>
        {items.map((item) => {
          const isNew = item.messageSeq > readSeqOf(item.channelId);
          return (
            <Quote
              key={item.seq}
              href={messagePath({ channelId: item.channelId, id: item.messageId })}
              author={item.author}
              createdAt={item.createdAt}
              place={isNew ? words.isNew(whyOf(item, placeOf)) : whyOf(item, placeOf)}
              calls={isNew}
              tools={
                isNew && (
                  <Button
                    look="quiet"
                    aria-label={words.markReadUpToMessage(item.author.displayName)}
                    onClick={() => onRead(item.channelId, item.messageSeq)}
                  >
                    {common.markRead}
                  </Button>
                )
              }
            >
              {plainOf(item.excerpt, names) || common.aFile}
            </Quote>
          );
        })}
      </ol>
      {older !== 'none' && (
        <div className="panel-foot">
          {older === 'failed' && <p role="alert">{words.olderOnesCouldNotBe}</p>}
          <Button busy={older === 'reading'} onClick={() => void act(readOlderInbox())}>
            {common.showOlder}
          </Button>
        </div>
      )}
    </>
  );
}

function whyOf({ kind, channelId }: Notification, placeOf: InboxPanelProps['placeOf']): string {
  return words[kind](placeOf(channelId));
}

function UnreadList({ unread, onRead }: ListProps) {
  if (unread.length === 0) {
    return <Empty title={words.youHaveReadEverything}>{words.channelsWithSomethingNewIn}</Empty>;
  }
  return (
    <ul className="inbox-unread" aria-label={words.unreadChannels}>
      {unread.map(({ channelId, name, icon, place, unread: count, mentions }) => (
        <li key={channelId}>
          <a href={channelPath(channelId)}>
            <Icon name={icon} />
            <bdi className="name">{name}</bdi>
            <bdi className="place">{place}</bdi>
            {mentions > 0 ? (
              <span className="calls" aria-label={words.callsOf(mentions)}>
                {number(mentions)}
              </span>
            ) : (
              <span className="count" aria-label={words.newOf(count)}>
                {number(count)}
              </span>
            )}
          </a>
          <Button look="quiet" aria-label={words.markRead(name)} onClick={() => onRead(channelId)}>
            {common.markRead}
          </Button>
        </li>
      ))}
    </ul>
  );
}
