/** A file that is only taken along: its name, its size, a way to get it. */
import type { Attachment, ChannelId } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { sizeOf } from './limits';
import { download } from './useAddress';
import { words } from './words';

/** The server sends it as something to save, whatever it is. */
export function FileRow({ file, channelId }: { file: Attachment; channelId: ChannelId }) {
  const act = useAct();
  const { url, filename, sizeBytes } = file;
  const save = async (): Promise<void> => {
    try {
      await act(download(url, channelId, filename));
    } catch (error) {
      act(failureRaised(error));
    }
  };
  return (
    <div className="file-row">
      <Icon name="file" size={20} />
      <span className="file-name">
        <bdi>{filename}</bdi>
        <small>{sizeOf(sizeBytes)}</small>
      </span>
      <IconButton
        icon="download"
        label={words.download(filename)}
        tip="end"
        onClick={() => void save()}
      />
    </div>
  );
}
