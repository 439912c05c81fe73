/** Asks before somebody leaves a space. */
import type { Space } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Confirm } from '../../ui/Confirm';
import { leaveSpace } from './create';

/** Says what goes with it. */
export function LeaveDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const act = useAct();
  const { busy, run } = useDoing(onClose);
  return (
    <Confirm
      title={`Leave ${space.name}?`}
      verb="Leave"
      busy={busy}
      onConfirm={() => void run(() => act(leaveSpace(space.id)))}
      onClose={onClose}
    >
      <p>
        Your roles there go, and so do the invites you made. What you wrote stays. Only an invite
        brings you back.
      </p>
    </Confirm>
  );
}
