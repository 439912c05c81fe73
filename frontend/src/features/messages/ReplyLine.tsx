/** What a message answers, in one line above it. */
import type { MouseEvent } from 'react';
import type { ReplyPreview } from '../../protocol';
import { messagePath } from '../../services/paths';
import { Avatar } from '../../ui/Avatar';
import { plainOf, useNames } from '../../ui/markdown/names';
import { useConversation } from './context';
import './reply.css';
import { words } from './words';
import { OneLine } from '../../ui/OneLine';

/** A press leads there. */
export function ReplyLine({ reply }: { reply: ReplyPreview }) {
  const { channelId, onJump } = useConversation();
  const names = useNames();
  const { id, author, excerpt } = reply;
  const follow = (event: MouseEvent): void => {
    // Another window is wanted: then it is a link like any other.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onJump(id);
  };
  return (
    <a className="reply" href={messagePath({ channelId, id })} onClick={follow}>
      <span className="only-heard">{words.inAnswerTo} </span>
      <Avatar id={author.id} name={author.displayName} size="small" />
      <b>
        <OneLine>{author.displayName}</OneLine>
      </b>
      <span className="excerpt" dir="auto">
        {plainOf(excerpt, names) || words.aFile}
      </span>
    </a>
  );
}
