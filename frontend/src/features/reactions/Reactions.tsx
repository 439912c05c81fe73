/** The reactions under a message. */
import { useSelector } from 'react-redux';
import type { ChannelId, MessageId } from '../../protocol';
import { useAct } from '../../services';
import { EmojiButton } from '../../ui/emoji/EmojiButton';
import { reactionToggled, selectReactions } from './reactionsSlice';
import './reactions.css';
import { words } from './words';
import { number } from '../../language/formats';

interface ReactionsProps {
  channelId: ChannelId;
  messageId: MessageId;
  /** Whether this person may react here. */
  allowed: boolean;
}

/** Each a button that gives one's own or takes it back. */
export function Reactions({ channelId, messageId, allowed }: ReactionsProps) {
  const act = useAct();
  const reactions = useSelector((state: Parameters<typeof selectReactions>[0]) =>
    selectReactions(state, messageId),
  );
  if (!reactions) return null;
  const toggle = (emoji: string, on: boolean): void => {
    act(reactionToggled({ channelId, messageId, emoji, on }));
  };
  return (
    <div className="reactions" role="group" aria-label={words.reactions}>
      {reactions.map(({ emoji, count, me = false }) => (
        <button
          key={emoji}
          type="button"
          className="reaction"
          aria-pressed={me}
          aria-label={labelOf(emoji, count, me)}
          disabled={!allowed && !me}
          onClick={() => toggle(emoji, !me)}
        >
          <span className="picture">{emoji}</span> {number(count)}
        </button>
      ))}
      {allowed && (
        <span className="reaction-more">
          <EmojiButton label={words.addReaction} onPick={(emoji) => toggle(emoji, true)} />
        </span>
      )}
    </div>
  );
}

/** The button in a message's tool bar, and the line in its sheet. */
export function ReactButton({
  channelId,
  messageId,
  onOpen,
  line,
}: Omit<ReactionsProps, 'allowed'> & { onOpen: (open: boolean) => void; line: boolean }) {
  const act = useAct();
  return (
    <EmojiButton
      label={words.react}
      onOpen={onOpen}
      line={line}
      onPick={(emoji) => act(reactionToggled({ channelId, messageId, emoji, on: true }))}
    />
  );
}

function labelOf(emoji: string, count: number, me: boolean): string {
  const people = words.people(count);
  return me ? words.youToo(emoji, people) : words.reactionOf(emoji, people);
}
