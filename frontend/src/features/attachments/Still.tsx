/** A picture that belongs to something else in a message: shown small, opened like a file of its own. */
import { lazy, Suspense, useState } from 'react';
import type { ChannelId } from '../../protocol';
import type { PictureFile } from './Attachments';
import { Picture } from './Picture';
import './attachments.css';

const Lightbox = lazy(() => import('./Lightbox'));

interface StillProps {
  picture: { url: string; width: number; height: number; placeholder: string };
  /** What it is called by whoever saves it or hears the page. */
  name: string;
  channelId: ChannelId;
  /** As it is, or as a square. */
  whole: boolean;
}

/** Its place is kept from the beginning. */
export function Still({ picture, name, channelId, whole }: StillProps) {
  const [open, setOpen] = useState(false);
  const file: PictureFile = { ...picture, id: picture.url, filename: name };
  return (
    <>
      <Picture picture={file} channelId={channelId} alone={whole} onOpen={() => setOpen(true)} />
      {open && (
        <Suspense>
          <Lightbox
            pictures={[file]}
            channelId={channelId}
            altCharsMax={null}
            at={0}
            onMove={() => setOpen(true)}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
