/** Making a space. */
import { useState, type SubmitEvent } from 'react';
import type { SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { createSpace } from './create';

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
    <Dialog title="Make a space" onClose={onClose}>
      <form className="stack" onSubmit={make}>
        <p className="dialog-lead">
          A place of its own, with its own channels, people and roles. You can invite people once it
          is there.
        </p>
        <Field
          label="Name"
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
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy} disabled={name.trim() === ''}>
            Make it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
