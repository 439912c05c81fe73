/** Saying what a picture shows, for those who do not see it. */
import { useId, useState, type SubmitEvent } from 'react';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { common } from '../../language/common';
import { words } from './words';

interface AltDialogProps {
  /** Where the picture is; `null` where it cannot be shown. */
  preview: string | null;
  alt: string;
  charsMax: number;
  busy?: boolean;
  onSave: (alt: string) => void;
  onClose: () => void;
}

/** The picture, and a sentence about it. */
export function AltDialog({ preview, alt: before, charsMax, busy, ...does }: AltDialogProps) {
  const id = useId();
  const [alt, setAlt] = useState(before);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    does.onSave(alt.trim());
  };
  return (
    <Dialog title={words.describeThisPicture} onClose={does.onClose}>
      <form className="alt-form" onSubmit={save}>
        {preview && <img src={preview} alt="" />}
        <label htmlFor={id}>{words.whatDoesItShowScreen}</label>
        <textarea
          id={id}
          data-first
          dir={alt === '' ? undefined : 'auto'}
          rows={3}
          maxLength={charsMax}
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
        />
        <div className="actions">
          <Button onClick={does.onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={busy === true}>
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
