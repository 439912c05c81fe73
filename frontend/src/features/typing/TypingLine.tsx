/** Who is writing, above the place to write. */
import { useSelector } from 'react-redux';
import type { ChannelId, UserId } from '../../protocol';
import { selectTyping } from './typingSlice';
import './typing.css';
import { words } from './words';
import { list } from '../../language/formats';

interface TypingLineProps {
  channelId: ChannelId;
  me: UserId;
  nameOf: (id: UserId) => string | undefined;
}

/** More are not named. */
const NAMED_MAX = 3;

/** Always as high as a line, so that nothing moves. */
export function TypingLine({ channelId, me, nameOf }: TypingLineProps) {
  const writing = useSelector((state: Parameters<typeof selectTyping>[0]) =>
    selectTyping(state, channelId),
  );
  const others = writing.filter(({ userId }) => userId !== me);
  const names = others.map(({ userId }) => nameOf(userId) ?? words.somebody);
  return (
    <p className="typing">
      {names.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true" />
          <span className="typing-names">{sentenceOf(names)}</span>
        </>
      )}
    </p>
  );
}

/** "Bo is typing", "Bo and Dee are typing", "Several people are typing". */
export function sentenceOf(names: readonly string[]): string {
  if (names.length > NAMED_MAX) return words.severalPeopleAreTyping;
  return words.typing(names.length, list(names));
}
