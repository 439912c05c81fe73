/** The way back to the present, and how much came there meanwhile. */
import { Icon } from '../../ui/Icon';
import { words } from './words';

/** `count` is what others said below what is in sight. */
export function ToPresent({ count, onPress }: { count: number; onPress: () => void }) {
  return (
    <button type="button" className="to-present" onClick={onPress}>
      {count === 0 ? words.jumpToPresent : words.toNew(count)}
      <Icon name="down" size={14} />
    </button>
  );
}
