/** Choosing a picture: it is shown at once, and kept when that is saved. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Button } from './Button';
import { CropDialog } from './CropDialog';
import { common } from '../language/common';
import { words } from './pageWords';

/** What a browser may offer; the server looks at the bytes itself. */
const KINDS = 'image/png,image/jpeg,image/gif,image/webp';

interface PicturePickerProps {
  /** What it is a picture of: "Avatar". */
  label: string;
  /** What is there now: a picture or initials. */
  now: ReactNode;
  hasPicture: boolean;
  /** What was chosen and is not saved; `remove` = the picture is to go. */
  chosen: File | 'remove' | null;
  onChoose: (chosen: File | 'remove' | null) => void;
  disabled?: boolean;
  hint: string;
}

/** A square of it is chosen, and kept. */
export function PicturePicker(props: PicturePickerProps) {
  const { label, now, hasPicture, chosen, onChoose, disabled, hint } = props;
  const input = useRef<HTMLInputElement>(null);
  const [whole, setWhole] = useState<File | null>(null);
  const id = useId();
  const there = chosen === null ? hasPicture : chosen !== 'remove';
  return (
    <div className="picture-picker" role="group" aria-label={label}>
      <div className="picture-now">{chosen instanceof File ? <Preview file={chosen} /> : now}</div>
      <div>
        <div className="row-actions">
          <Button
            disabled={disabled}
            aria-describedby={`${id}-hint`}
            onClick={() => input.current?.click()}
          >
            {there ? words.chooseAnother : words.choosePicture}
          </Button>
          {there && (
            <Button look="quiet" disabled={disabled} onClick={() => onChoose('remove')}>
              {common.remove}
            </Button>
          )}
        </div>
        <p className="why" id={`${id}-hint`}>
          {chosen === 'remove' ? words.itGoesWhenYouSave : hint}
        </p>
        <input
          ref={input}
          type="file"
          accept={KINDS}
          hidden
          aria-label={words.picture(label)}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) setWhole(file);
            // The same file chosen again is a choice, too.
            event.target.value = '';
          }}
        />
      </div>
      {whole && (
        <CropDialog
          file={whole}
          onClose={() => setWhole(null)}
          onCrop={(square) => {
            setWhole(null);
            onChoose(square);
          }}
        />
      )}
    </div>
  );
}

/** Drawn as a browser draws it, at an address that is given back when it is no longer shown. */
function Preview({ file }: { file: File }) {
  const ref = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(file);
    if (ref.current) ref.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [file]);
  return <img ref={ref} alt={words.whatWasChosen} />;
}
