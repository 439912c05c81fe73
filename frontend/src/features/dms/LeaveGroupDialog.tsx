/** Asks before somebody leaves a group. */
import type { Channel } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Confirm } from '../../ui/Confirm';
import { leaveGroup } from './open';
import { words } from './dialogWords';

interface LeaveGroupDialogProps {
  channel: Channel;
  name: string;
  onClose: () => void;
}

/** The way back is that somebody in it brings one in. */
export function LeaveGroupDialog({ channel, name, onClose }: LeaveGroupDialogProps) {
  const act = useAct();
  const { busy, run } = useDoing(onClose);
  return (
    <Confirm
      title={words.leaveGroupWith(name)}
      verb={words.leave}
      busy={busy}
      onConfirm={() => void run(() => act(leaveGroup(channel.id)))}
      onClose={onClose}
    >
      <p>{words.whatWasSaidIsNot}</p>
    </Confirm>
  );
}
