/** Asks before a channel goes. */
import type { Channel } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Confirm } from '../../ui/Confirm';
import { deleteChannel } from './change';
import { words } from './dialogWords';

/** Says what goes with it. */
export function DeleteDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const act = useAct();
  const { busy, run } = useDoing(onClose);
  const isCategory = channel.kind === 'category';
  return (
    <Confirm
      title={words.shallDelete(channel.name)}
      verb="Delete"
      busy={busy}
      onConfirm={() => void run(() => act(deleteChannel(channel.id)))}
      onClose={onClose}
    >
      <p>{isCategory ? words.channelsInItStayThey : words.everythingThatWasWrittenThere}</p>
    </Confirm>
  );
}
