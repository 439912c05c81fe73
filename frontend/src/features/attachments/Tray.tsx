/** The files that will go with what is being written. */
import { lazy, Suspense, useState } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId } from '../../protocol';
import { useAct } from '../../services';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { selectUploadsIn, type Upload } from './attachmentsSlice';
import { sizeOf } from './limits';
import { describeFile, dropFile, retryFile } from './upload';
import './attachments.css';
import { common } from '../../language/common';
import { words } from './words';

const AltDialog = lazy(async () => ({ default: (await import('./AltDialog')).AltDialog }));

type View = Parameters<typeof selectUploadsIn>[0];

/** Each says how far it is, and has its ways out. */
export function Tray({ channelId, altCharsMax }: { channelId: ChannelId; altCharsMax: number }) {
  const act = useAct();
  const uploads = useSelector((state: View) => selectUploadsIn(state, channelId));
  const [describing, setDescribing] = useState<Upload | null>(null);
  return (
    <>
      <ul className="tray" aria-label={words.filesToSend}>
        {uploads.map((upload) => (
          <Tile key={upload.id} upload={upload} onDescribe={() => setDescribing(upload)} />
        ))}
      </ul>
      {describing && (
        <Suspense>
          <AltDialog
            preview={describing.preview}
            alt={describing.alt}
            charsMax={altCharsMax}
            onSave={(alt) => {
              act(describeFile(describing.id, alt));
              setDescribing(null);
            }}
            onClose={() => setDescribing(null)}
          />
        </Suspense>
      )}
    </>
  );
}

function Tile({ upload, onDescribe }: { upload: Upload; onDescribe: () => void }) {
  const act = useAct();
  const { id, name, preview, status, part, reason, sizeBytes, alt } = upload;
  return (
    <li className={`tile ${status}`}>
      {preview ? <img src={preview} alt="" /> : <Icon name="file" size={24} />}
      <span className="file-name">
        <bdi>{name}</bdi>
        <small role={status === 'failed' ? 'alert' : undefined}>
          {reason ?? sizeOf(sizeBytes)}
        </small>
      </span>
      {(status === 'sending' || status === 'queued') && (
        <progress aria-label={words.uploading(name)} value={part} max={1} />
      )}
      <span className="tile-tools">
        {status === 'failed' && (
          <Button look="quiet" onClick={() => act(retryFile(id))}>
            {common.tryAgain}
          </Button>
        )}
        {preview && status !== 'failed' && (
          <Button look="quiet" onClick={onDescribe}>
            {alt === '' ? words.describe : words.described}
            <span className="only-heard"> {name}</span>
          </Button>
        )}
        <IconButton
          icon="close"
          label={words.remove(name)}
          tip="end"
          onClick={() => act(dropFile(id))}
        />
      </span>
    </li>
  );
}
