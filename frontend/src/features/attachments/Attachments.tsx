/** The files of a message. */
import { lazy, Suspense, useState } from 'react';
import type { Attachment, Message } from '../../protocol';
import { FileRow } from './FileRow';
import { Media } from './Media';
import { Picture } from './Picture';
import './attachments.css';

/** Few pictures are opened: it comes with the first. */
const Lightbox = lazy(() => import('./Lightbox'));

/** A picture the server has looked into. */
export type PictureFile = Pick<
  Attachment,
  'id' | 'filename' | 'alt' | 'url' | 'thumbnailUrl' | 'placeholder'
> & { width: number; height: number };

/** Pictures together, then everything else in a row each. */
export function Attachments({
  message: { channelId, attachments },
  altCharsMax,
}: {
  message: Pick<Message, 'channelId' | 'attachments'>;
  /** For who may describe them anew: in how many characters. */
  altCharsMax: number | null;
}) {
  const [shown, setShown] = useState<number | null>(null);
  const pictures = attachments.filter(isPicture);
  return (
    <div className="attachments">
      {pictures.length > 0 && (
        <div className={pictures.length === 1 ? 'pictures one' : 'pictures'}>
          {pictures.map((picture, index) => (
            <Picture
              key={picture.id}
              picture={picture}
              channelId={channelId}
              alone={pictures.length === 1}
              onOpen={() => setShown(index)}
            />
          ))}
        </div>
      )}
      {attachments
        .filter((file) => !isPicture(file))
        .map((file) =>
          /^(?:audio|video)\//.test(file.contentType) ? (
            <Media key={file.id} file={file} channelId={channelId} />
          ) : (
            <FileRow key={file.id} file={file} channelId={channelId} />
          ),
        )}
      {shown !== null && (
        <Suspense>
          <Lightbox
            pictures={pictures}
            channelId={channelId}
            at={shown}
            altCharsMax={altCharsMax}
            onMove={setShown}
            onClose={() => setShown(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

function isPicture(file: Attachment): file is Attachment & PictureFile {
  return (
    file.contentType.startsWith('image/') && file.width !== undefined && file.height !== undefined
  );
}
