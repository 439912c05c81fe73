/** The way back to the present, and how much came there meanwhile. */
import { Icon } from '../../ui/Icon';

/** `count` is what others said below what is in sight. */
export function ToPresent({ count, onPress }: { count: number; onPress: () => void }) {
  return (
    <button type="button" className="to-present" onClick={onPress}>
      {count === 0
        ? 'Jump to the present'
        : count === 1
          ? '1 new message'
          : `${count} new messages`}
      <Icon name="down" size={14} />
    </button>
  );
}
