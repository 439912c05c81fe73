/** One message in the list. */
import { memo, useCallback, useId, useState } from 'react';
import type { Message } from '../../protocol';
import { Avatar } from '../../ui/Avatar';
import { useConversation } from './context';
import { EditBox } from './EditBox';
import { MessageSheet } from './MessageSheet';
import { MessageText } from './MessageText';
import { MessageTools } from './MessageTools';
import { fullOf, hourOf } from './times';
import { useLongPress } from './useLongPress';
import { useRowKeys } from './useRowKeys';

interface MessageRowProps {
  message: Message;
  /** Whether it begins a group: then it says who speaks. */
  first: boolean;
  /** Whether Tab stops here; arrow keys go on from it. */
  stop: boolean;
}

/** Its tools come with the mouse, with the focus, or with a long touch. */
export const MessageRow = memo(({ message, first, stop }: MessageRowProps) => {
  const { editing, mayReact, parts } = useConversation();
  const [near, setNear] = useState(false);
  const [focused, setFocused] = useState(false);
  const [busy, setBusy] = useState(false);
  const [sheet, setSheet] = useState(false);
  const press = useLongPress(useCallback(() => setSheet(true), []));
  const keys = useRowKeys(message);
  const id = useId();
  const { author, content, createdAt, editedAt } = message;
  const edited = editing === message.id;
  const at = Date.parse(createdAt);
  return (
    // What can be done by mouse on a message, its tools do by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={`message ${first ? 'first' : 'more'}${edited ? ' edited' : ''}`}
      data-row={message.id}
      aria-labelledby={`${id}-who`}
      // A list of messages is walked with the arrow keys, so each can have the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={stop ? 0 : -1}
      onPointerEnter={(event) => setNear(event.pointerType === 'mouse')}
      onPointerLeave={() => setNear(false)}
      onFocus={(event) => setFocused(event.target.matches(':focus-visible'))}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
      {...press}
      {...keys}
    >
      {first ? (
        <Avatar id={author.id} name={author.displayName} />
      ) : (
        <time className="aside" dateTime={createdAt} aria-hidden="true">
          {hourOf(at)}
        </time>
      )}
      <div className="content">
        {message.replyTo && (
          <p className="reply">
            <Avatar
              id={message.replyTo.author.id}
              name={message.replyTo.author.displayName}
              size="small"
            />
            <b>{message.replyTo.author.displayName}</b> {message.replyTo.excerpt}
          </p>
        )}
        <header className={first ? '' : 'only-heard'} id={`${id}-who`}>
          <span className="who">{author.displayName}</span>{' '}
          <time dateTime={createdAt} title={fullOf(at)}>
            {hourOf(at)}
          </time>
        </header>
        {edited ? (
          <EditBox message={message} />
        ) : (
          <>
            <MessageText text={content} />
            {editedAt && (
              <small className="was-edited" title={fullOf(Date.parse(editedAt))}>
                {' '}
                (edited)
              </small>
            )}
          </>
        )}
        <parts.Reactions channelId={message.channelId} messageId={message.id} allowed={mayReact} />
      </div>
      {(near || focused || busy) && !edited && <MessageTools message={message} onBusy={setBusy} />}
      {sheet && <MessageSheet message={message} onClose={() => setSheet(false)} />}
    </article>
  );
});
MessageRow.displayName = 'MessageRow';
