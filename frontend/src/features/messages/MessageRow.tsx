/** One message in the list. */
import { memo, useCallback, useId, useState, type MouseEvent } from 'react';
import type { Message } from '../../protocol';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { Markdown } from '../../ui/markdown/Markdown';
import { calls, useConversation } from './context';
import { EditBox } from './EditBox';
import { MessageMenu } from './MessageMenu';
import { MessageSheet } from './MessageSheet';
import { MessageTools } from './MessageTools';
import { ReplyLine } from './ReplyLine';
import { fullOf, hourOf } from './times';
import { useLongPress } from './useLongPress';
import { useRightButton } from './useRightButton';
import { useRowKeys } from './useRowKeys';
import './message.css';
import { words } from './words';

interface MessageRowProps {
  message: Message;
  /** Whether it begins a group: then it says who speaks. */
  first: boolean;
  /** Whether Tab stops here; arrow keys go on from it. */
  stop: boolean;
  /** Whether somebody was just led here. */
  lit: boolean;
}

/** Its tools come with the mouse, with the focus, or with a long touch. */
export const MessageRow = memo(({ message, first, stop, lit }: MessageRowProps) => {
  const { editing, me, onUnread } = useConversation();
  const [near, setNear] = useState(false);
  const [focused, setFocused] = useState(false);
  const [busy, setBusy] = useState(false);
  const [sheet, setSheet] = useState(false);
  const press = useLongPress(useCallback(() => setSheet(true), []));
  const menu = useRightButton();
  const keys = useRowKeys(message);
  const id = useId();
  const edited = editing === message.id;
  const unreadByAlt = (event: MouseEvent): void => {
    if (!event.altKey) return;
    event.preventDefault();
    onUnread(message);
  };
  const looks = [
    'message',
    first ? 'first' : 'more',
    edited && 'edited',
    calls(message, me) && 'calls',
    lit && 'lit',
  ];
  return (
    // What can be done by mouse on a message, its tools do by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={looks.filter(Boolean).join(' ')}
      data-row={message.id}
      aria-labelledby={`${id}-who`}
      // A list of messages is walked with the arrow keys, so each can have the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={stop ? 0 : -1}
      onPointerEnter={(event) => setNear(event.pointerType === 'mouse')}
      onPointerLeave={() => setNear(false)}
      onFocus={(event) => setFocused(event.target.matches(':focus-visible'))}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
      onClickCapture={unreadByAlt}
      {...press}
      {...keys}
      onContextMenu={(event) => {
        press.onContextMenu(event);
        if (!edited) menu.onContextMenu(event);
      }}
    >
      <Content message={message} first={first} whoId={`${id}-who`} edited={edited} />
      {(near || focused || busy) && !edited && <MessageTools message={message} onBusy={setBusy} />}
      {sheet && <MessageSheet message={message} onClose={() => setSheet(false)} />}
      {menu.at && <MessageMenu message={message} at={menu.at} onClose={menu.close} />}
    </article>
  );
});
MessageRow.displayName = 'MessageRow';

interface ContentProps {
  message: Message;
  first: boolean;
  whoId: string;
  edited: boolean;
}

function Content({ message, first, whoId, edited }: ContentProps) {
  const { me, may, altCharsMax, onPerson, parts } = useConversation();
  const { author, content, createdAt, editedAt, pinned, replyTo, attachments, embeds } = message;
  const at = Date.parse(createdAt);
  const show = ({ currentTarget }: MouseEvent<HTMLElement>): void =>
    onPerson(author, currentTarget);
  return (
    <>
      {replyTo && <ReplyLine reply={replyTo} />}
      {first ? (
        // By keyboard the menu of the message does the same.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
        <span className="face" onClick={show}>
          <Avatar id={author.id} name={author.displayName} />
        </span>
      ) : (
        <time className="aside" dateTime={createdAt} aria-hidden="true">
          {hourOf(at)}
        </time>
      )}
      <div className="content">
        <header className={first ? '' : 'only-heard'} id={whoId}>
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
          <span className="who" onClick={show}>
            <bdi>{author.displayName}</bdi>
          </span>
          {author.bot && <small className="bot">{words.bot}</small>}{' '}
          <time dateTime={createdAt} title={fullOf(at)}>
            {hourOf(at)}
          </time>
        </header>
        {edited ? (
          <EditBox message={message} />
        ) : (
          <>
            {content !== '' && <Markdown text={content} />}
            {editedAt && (
              <small className="was-edited" title={fullOf(Date.parse(editedAt))}>
                {words.edited}
              </small>
            )}
          </>
        )}
        {attachments.length > 0 && (
          <parts.Attachments
            message={message}
            altCharsMax={author.id === me.id && may.write.status === 'open' ? altCharsMax : null}
          />
        )}
        {embeds.length > 0 && (
          <parts.Embeds message={message} removable={may.moderate || author.id === me.id} />
        )}
        {pinned && (
          <small className="pinned">
            <Icon name="pin" size={12} /> {words.pinned}
          </small>
        )}
        <parts.Reactions channelId={message.channelId} messageId={message.id} allowed={may.react} />
      </div>
    </>
  );
}
