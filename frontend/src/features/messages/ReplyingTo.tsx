/** Above the field: whom one answers. */
import type { ReplyPreview } from '../../protocol';
import { IconButton } from '../../ui/Button';
import { plainOf, useNames } from '../../ui/markdown/names';
import { useConversation } from './context';
import './reply.css';
import { words } from './words';

/** A press on it leads to the message. */
export function ReplyingTo({ reply, onDrop }: { reply: ReplyPreview; onDrop: () => void }) {
  const { onJump } = useConversation();
  const names = useNames();
  return (
    <div className="replying">
      <button type="button" onClick={() => onJump(reply.id)}>
        {words.answering(
          <b>
            <bdi>{reply.author.displayName}</bdi>
          </b>,
        )}{' '}
        <span className="excerpt" dir="auto">
          {plainOf(reply.excerpt, names)}
        </span>
      </button>
      <IconButton icon="close" label={words.doNotAnswer} tip="end" onClick={onDrop} />
    </div>
  );
}
