/** Making a space. */
import { useState, type SubmitEvent } from 'react';
import type { SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { createSpace } from './create';
import { common } from '../../language/common';
import { words } from './dialogWords';

interface CreateSpaceDialogProps {
  nameCharsMax: number | undefined;
  onMade: (id: SpaceId) => void;
  onClose: () => void;
}

/** A name is enough. */
export function CreateSpaceDialog({ nameCharsMax, onMade, onClose }: CreateSpaceDialogProps) {
  const act = useAct();
  const [name, setName] = useState('');
  const { busy, fields, run } = useDoing(onClose);
  const make = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(async () => onMade((await act(createSpace({ name: name.trim() }))).id));
  };
  return (
    <Dialog title={words.makeSpace} onClose={onClose}>
      <form className="stack" onSubmit={make}>
        <p className="dialog-lead">{words.placeOfItsOwnWith}</p>
        <Field
          label={common.name}
          name="name"
          autoComplete="off"
          data-first
          required
          maxLength={nameCharsMax}
          value={name}
          onChange={(event) => setName(event.target.value)}
          wrong={fields['name']}
        />
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" busy={busy} disabled={name.trim() === ''}>
            {common.makeIt}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
