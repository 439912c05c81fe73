/** Something to hear or to watch, with the browser's own controls. */
import type { Attachment, ChannelId } from '../../protocol';
import { FileRow } from './FileRow';
import { useAddress } from './useAddress';

/** What the browser cannot play is still a file. */
export function Media({ file, channelId }: { file: Attachment; channelId: ChannelId }) {
  const { found, failed } = useAddress(file.url, channelId);
  const video = file.contentType.startsWith('video/');
  if (found.status === 'gone') return <FileRow file={file} channelId={channelId} />;
  const controls = {
    controls: true,
    preload: 'metadata',
    src: found.status === 'here' ? found.address : undefined,
    'aria-label': file.alt ?? file.filename,
    onError: found.status === 'here' ? failed : undefined,
  };
  return (
    <figure className={video ? 'media video' : 'media'}>
      {/* People bring these along; nobody has written what is said in them. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      {video ? <video {...controls} /> : <audio {...controls} />}
      <FileRow file={file} channelId={channelId} />
    </figure>
  );
}
