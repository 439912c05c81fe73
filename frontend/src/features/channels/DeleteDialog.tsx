/** Asks before a channel goes. */
import type { Channel } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Confirm } from '../../ui/Confirm';
import { deleteChannel } from './change';

/** Says what goes with it. */
export function DeleteDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const act = useAct();
  const { busy, run } = useDoing(onClose);
  const isCategory = channel.kind === 'category';
  return (
    <Confirm
      title={`Delete ${channel.name}?`}
      verb="Delete"
      busy={busy}
      onConfirm={() => void run(() => act(deleteChannel(channel.id)))}
      onClose={onClose}
    >
      <p>
        {isCategory
          ? 'The channels in it stay; they stand on their own then.'
          : 'Everything that was written there goes for everybody, with its files. It cannot be brought back.'}
      </p>
    </Confirm>
  );
}
