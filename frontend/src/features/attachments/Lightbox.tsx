/** Pictures of a message, as large as the window. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ChannelId } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { useDoing } from '../../services/useDoing';
import { IconButton } from '../../ui/Button';
import { AltDialog } from './AltDialog';
import type { PictureFile } from './Attachments';
import { redescribe } from './redescribe';
import { download, useAddress } from './useAddress';
import { common } from '../../language/common';
import { words } from './words';
import { backward, onward } from '../../language';

interface LightboxProps {
  pictures: readonly PictureFile[];
  channelId: ChannelId;
  at: number;
  /** For who may describe them anew: in how many characters. */
  altCharsMax: number | null;
  onMove: (to: number) => void;
  onClose: () => void;
}

/** Arrow keys go on, Escape and a press beside the picture close it. */
export default function Lightbox(props: LightboxProps) {
  const { pictures, channelId, at, altCharsMax, onMove, onClose } = props;
  const act = useAct();
  const ref = useRef<HTMLDialogElement>(null);
  const picture = pictures[at];
  const [describing, setDescribing] = useState(false);
  // Closed before it is gone: then the browser gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  if (!picture) return null;
  const by = (step: number): void => onMove((at + step + pictures.length) % pictures.length);
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (pictures.length < 2 || describing) return;
    if (key === onward()) by(1);
    if (key === backward()) by(-1);
  };
  const save = async (): Promise<void> => {
    try {
      await act(download(picture.url, channelId, picture.filename));
    } catch (error) {
      act(failureRaised(error));
    }
  };
  return (
    // A press beside the picture; by keyboard, Escape does the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className="lightbox"
      aria-label={picture.filename}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget || (target as Element).tagName === 'FIGURE') onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <header>
        <h2>
          <bdi>{picture.filename}</bdi>
          {pictures.length > 1 && <small>{words.placeOf(at + 1, pictures.length)}</small>}
        </h2>
        {altCharsMax !== null && (
          <IconButton
            icon="pencil"
            label={words.describeThisPicture}
            tip="below"
            aria-haspopup="dialog"
            onClick={() => setDescribing(true)}
          />
        )}
        <IconButton
          icon="download"
          label={common.download}
          tip="below"
          onClick={() => void save()}
        />
        <IconButton icon="close" label={common.close} tip="below-end" onClick={onClose} />
      </header>
      <Full key={picture.id} picture={picture} channelId={channelId} />
      {pictures.length > 1 && (
        <div className="lightbox-moves">
          <IconButton icon="left" label={words.pictureBefore} size={22} onClick={() => by(-1)} />
          <IconButton icon="right" label={words.nextPicture} size={22} onClick={() => by(1)} />
        </div>
      )}
      {describing && altCharsMax !== null && (
        <Describing
          picture={picture}
          channelId={channelId}
          charsMax={altCharsMax}
          onClose={() => setDescribing(false)}
        />
      )}
    </dialog>
  );
}

interface DescribingProps extends Pick<LightboxProps, 'channelId' | 'onClose'> {
  picture: PictureFile;
  charsMax: number;
}

/** What it says then comes to everybody as a change of its message. */
function Describing({ picture, channelId, charsMax, onClose }: DescribingProps) {
  const act = useAct();
  const { found } = useAddress(picture.thumbnailUrl ?? picture.url, channelId);
  const { busy, run } = useDoing(onClose);
  return (
    <AltDialog
      preview={found.status === 'here' ? found.address : null}
      alt={picture.alt ?? ''}
      charsMax={charsMax}
      busy={busy}
      onSave={(alt) => void run(() => act(redescribe(picture.id, alt)))}
      onClose={onClose}
    />
  );
}

function Full({ picture, channelId }: Pick<LightboxProps, 'channelId'> & { picture: PictureFile }) {
  const { found, failed } = useAddress(picture.url, channelId);
  return (
    <figure>
      {found.status === 'gone' && <p>{words.thisPictureIsNotHere}</p>}
      {found.status === 'here' && (
        <img
          src={found.address}
          alt={picture.alt ?? ''}
          width={picture.width}
          height={picture.height}
          onError={failed}
        />
      )}
      {picture.alt && <figcaption dir="auto">{picture.alt}</figcaption>}
    </figure>
  );
}
