/** A message of one's own that is not in the history yet. */
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { Markdown } from '../../ui/markdown/Markdown';
import { useConversation } from './context';
import { sendDiscarded, sendRetried, type Outgoing } from './messagesSlice';
import { ReplyLine } from './ReplyLine';
import './message.css';
import { common } from '../../language/common';
import { words } from './words';

/** Grey until it is there; when it cannot be, it says why and offers the ways out. */
export function OutgoingRow({ outgoing, first }: { outgoing: Outgoing; first: boolean }) {
  const act = useAct();
  const { me } = useConversation();
  const { nonce, content, status, reason, replyTo, attachments } = outgoing;
  const failed = status === 'failed';
  return (
    <article
      className={`message ${first ? 'first' : 'more'} ${failed ? 'failed' : 'pending'}`}
      aria-label={failed ? words.yourMessageWasNotSent : words.yourMessageIsBeingSent}
    >
      {replyTo && <ReplyLine reply={replyTo} />}
      {first ? <Avatar id={me.id} name={me.name} /> : <span />}
      <div className="content">
        {first && (
          <header>
            <span className="who">
              <bdi>{me.name}</bdi>
            </span>{' '}
            <small>{failed ? words.notSent : words.sending}</small>
          </header>
        )}
        {content !== '' && <Markdown text={content} />}
        {attachments.map(({ id, filename }) => (
          <p key={id} className="outgoing-file">
            <Icon name="file" size={14} /> <bdi>{filename}</bdi>
          </p>
        ))}
        {failed && (
          <p className="not-sent" role="alert">
            {reason}{' '}
            <button type="button" onClick={() => act(sendRetried(nonce))}>
              {common.tryAgain}
            </button>
            <button type="button" onClick={() => act(sendDiscarded(nonce))}>
              {words.discard}
            </button>
          </p>
        )}
      </div>
    </article>
  );
}
