/** A picture in a message: its place is kept from the beginning. */
import { useState } from 'react';
import type { ChannelId } from '../../protocol';
import type { PictureFile } from './Attachments';
import { Blur } from './Blur';
import { shownSize } from './size';
import { useAddress } from './useAddress';
import { words } from './words';

interface PictureProps {
  picture: PictureFile;
  channelId: ChannelId;
  /** The only one of its message: then it is shown whole. */
  alone: boolean;
  onOpen: () => void;
}

/** A press shows it in full. */
export function Picture({ picture, channelId, alone, onOpen }: PictureProps) {
  const { found, failed } = useAddress(picture.thumbnailUrl ?? picture.url, channelId);
  const [here, setHere] = useState(false);
  const { width, height } = shownSize(picture);
  const name = picture.alt ?? picture.filename;
  const style = alone ? { width, aspectRatio: `${width} / ${height}` } : undefined;
  if (found.status === 'gone') {
    return (
      <p className="picture gone" style={style}>
        {words.isGone(<bdi>{picture.filename}</bdi>)}
      </p>
    );
  }
  return (
    <button
      type="button"
      className="picture"
      style={style}
      aria-label={words.show(name)}
      onClick={onOpen}
    >
      {!here && picture.placeholder && <Blur hash={picture.placeholder} />}
      {found.status === 'here' && (
        <img
          src={found.address}
          alt={picture.alt ?? ''}
          width={width}
          height={height}
          loading="lazy"
          decoding="async"
          onLoad={() => setHere(true)}
          onError={failed}
        />
      )}
    </button>
  );
}
