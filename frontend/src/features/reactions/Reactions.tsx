/** The reactions under a message. */
import { useSelector } from 'react-redux';
import type { ChannelId, MessageId, ReactionCount } from '../../protocol';
import { useAct } from '../../services';
import { EmojiButton } from '../../ui/emoji/EmojiButton';
import { reactionToggled, selectReactions } from './reactionsSlice';
import './reactions.css';
import { useWho } from './who';
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
      {reactions.map((reaction) => (
        <One
          key={reaction.emoji}
          messageId={messageId}
          reaction={reaction}
          allowed={allowed}
          onToggle={toggle}
        />
      ))}
      {allowed && (
        <span className="reaction-more">
          <EmojiButton label={words.addReaction} onPick={(emoji) => toggle(emoji, true)} />
        </span>
      )}
    </div>
  );
}

interface OneProps extends Pick<ReactionsProps, 'messageId' | 'allowed'> {
  reaction: ReactionCount;
  onToggle: (emoji: string, on: boolean) => void;
}

/** Whoever looks at it is told who is behind it. */
function One({ messageId, reaction, allowed, onToggle }: OneProps) {
  const { emoji, count, me = false } = reaction;
  const { who, ask } = useWho(messageId, reaction);
  const label = labelOf(emoji, count, me);
  const firm = !allowed && !me;
  return (
    <button
      type="button"
      className="reaction"
      aria-pressed={me}
      aria-label={who ? words.by(label, who) : label}
      data-tip={who ?? undefined}
      data-tip-side="start"
      // One that cannot be pressed can be looked at all the same.
      aria-disabled={firm}
      onPointerEnter={ask}
      onFocus={ask}
      onClick={() => {
        if (!firm) onToggle(emoji, !me);
      }}
    >
      <span className="picture">{emoji}</span> {number(count)}
    </button>
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
