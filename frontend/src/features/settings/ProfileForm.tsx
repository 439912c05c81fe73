/** What others see of oneself. */
import { useState } from 'react';
import type { Me } from '../../protocol';
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { updateMe } from './account';
import { Outcome } from './Outcome';
import { useSaving } from './useSaving';

/** The display name; the user name stays. */
export function ProfileForm({ me, nameCharsMax }: { me: Me; nameCharsMax: number | undefined }) {
  const act = useAct();
  const [name, setName] = useState(me.displayName);
  const { busy, fields, outcome, onSubmit } = useSaving(
    () => act(updateMe({ displayName: name.trim() || null })),
    'Your name is changed.',
  );
  const changed = name.trim() !== me.displayName;
  return (
    <form className="profile" onSubmit={onSubmit}>
      <Avatar id={me.id} name={name.trim() || me.username} size="large" />
      <Field
        label="Display name"
        name="displayName"
        autoComplete="name"
        maxLength={nameCharsMax}
        hint={`You sign in as ${me.username}.`}
        value={name}
        onChange={(event) => setName(event.target.value)}
        wrong={fields['displayName']}
      />
      <Button type="submit" look="primary" busy={busy} disabled={!changed}>
        Save
      </Button>
      <Outcome outcome={outcome} />
    </form>
  );
}
