/** A message of one's own that is not in the history yet. */
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { useConversation } from './context';
import { MessageText } from './MessageText';
import { sendDiscarded, sendRetried, type Outgoing } from './messagesSlice';

/** Grey until it is there; when it cannot be, it says why and offers the ways out. */
export function OutgoingRow({ outgoing, first }: { outgoing: Outgoing; first: boolean }) {
  const act = useAct();
  const { me } = useConversation();
  const { nonce, content, status, reason } = outgoing;
  const failed = status === 'failed';
  return (
    <article
      className={`message ${first ? 'first' : 'more'} ${failed ? 'failed' : 'pending'}`}
      aria-label={failed ? 'Your message was not sent' : 'Your message is being sent'}
    >
      {first ? <Avatar id={me.id} name={me.name} /> : <span />}
      <div className="content">
        {first && (
          <header>
            <span className="who">{me.name}</span> <small>{failed ? 'not sent' : 'sending'}</small>
          </header>
        )}
        <MessageText text={content} />
        {failed && (
          <p className="not-sent" role="alert">
            {reason}{' '}
            <button type="button" onClick={() => act(sendRetried(nonce))}>
              Try again
            </button>
            <button type="button" onClick={() => act(sendDiscarded(nonce))}>
              Discard
            </button>
          </p>
        )}
      </div>
    </article>
  );
}
