/** Asks before somebody leaves a space. */
import type { Space } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Confirm } from '../../ui/Confirm';
import { leaveSpace } from './create';
import { words } from './dialogWords';

/** Says what goes with it. */
export function LeaveDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const act = useAct();
  const { busy, run } = useDoing(onClose);
  return (
    <Confirm
      title={words.shallLeave(space.name)}
      verb={words.leave}
      busy={busy}
      onConfirm={() => void run(() => act(leaveSpace(space.id)))}
      onClose={onClose}
    >
      <p>{words.yourRolesThereGoAnd}</p>
    </Confirm>
  );
}
