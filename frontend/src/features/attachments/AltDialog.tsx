/** Saying what a picture shows, for those who do not see it. */
import { useId, useState, type FormEvent } from 'react';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import type { Upload } from './attachmentsSlice';
import { common } from '../../language/common';
import { words } from './words';

interface AltDialogProps {
  upload: Upload;
  charsMax: number;
  onSave: (alt: string) => void;
  onClose: () => void;
}

/** The picture, and a sentence about it. */
export function AltDialog({ upload, charsMax, onSave, onClose }: AltDialogProps) {
  const id = useId();
  const [alt, setAlt] = useState(upload.alt);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    onSave(alt.trim());
  };
  return (
    <Dialog title={words.describeThisPicture} onClose={onClose}>
      <form className="alt-form" onSubmit={save}>
        {upload.preview && <img src={upload.preview} alt="" />}
        <label htmlFor={id}>{words.whatDoesItShowScreen}</label>
        <textarea
          id={id}
          data-first
          rows={3}
          maxLength={charsMax}
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
        />
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit">
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
