/** What the server is called, who may come, and who may make spaces. */
import { useCallback, type SubmitEvent } from 'react';
import type { Registration, Settings, UpdateSettings } from '../../protocol';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { useAnswer } from '../../services/useAnswer';
import { useAttempt, wrongOf } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { SaveBar } from '../../ui/SaveBar';
import { Select } from '../../ui/Select';
import { useEdits } from '../../ui/useEdits';
import { readSettings, updateSettings } from './instance';
import { MAKERS, REGISTRATIONS } from './settingWords';

const WHO_THAT_IS: Record<Registration, string> = {
  invite: 'People make an account by a link that a member gave them.',
  open: 'Whoever finds the address makes an account and joins the first space.',
  closed: 'Only who has an account comes in. Invites are good for those alone.',
};

/** In force at once; a restart changes none of it. */
export function InstanceGeneral({ nameCharsMax }: { nameCharsMax: number }) {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readSettings()), [act]));
  if (answer.status === 'waiting') return <RowsWaiting label="Settings" rows={3} />;
  if (answer.status === 'failed') {
    const problem = wrongOf(answer.error);
    return <RowsEnd status="failed" hasMore problem={problem} onMore={again} onAgain={again} />;
  }
  return <General settings={answer.value} nameCharsMax={nameCharsMax} onSaved={again} />;
}

interface GeneralProps {
  settings: Settings;
  nameCharsMax: number;
  onSaved: () => void;
}

function General({ settings, nameCharsMax, onSaved }: GeneralProps) {
  const act = useAct();
  const { busy, wrong, run, forget } = useAttempt();
  const { values, changes, dirty, edit, reset } = useEdits<Settings>(settings);
  const undo = (): void => {
    reset();
    forget();
  };
  const put = async (change: UpdateSettings): Promise<void> => {
    if (!(await run(() => act(updateSettings(change))))) return;
    act(noticeRaised({ kind: 'done', text: 'The settings are in force.' }));
    onSaved();
  };
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void put(changes);
      }}
    >
      <Field
        label="Name"
        required
        maxLength={nameCharsMax}
        hint="What people see before they sign in."
        value={values.name}
        onChange={(event) => edit({ name: event.target.value })}
        wrong={wrong.fields['name']}
      />
      <Select
        label="Who may make an account"
        hint={WHO_THAT_IS[values.registration]}
        options={REGISTRATIONS}
        value={values.registration}
        onChange={(registration) => edit({ registration })}
      />
      <Select
        label="Who may make a space"
        options={MAKERS}
        value={values.spaceCreation}
        onChange={(spaceCreation) => edit({ spaceCreation })}
      />
      <section className="part" aria-label="As the server was started">
        <p className="why">
          What is saved here holds over parlor.toml and the environment, also after a restart.
        </p>
        <div>
          <Button
            busy={busy}
            onClick={() => void put({ name: null, registration: null, spaceCreation: null })}
          >
            Go back to what the server was started with
          </Button>
        </div>
      </section>
      <SaveBar dirty={dirty} busy={busy} wrong={wrong} onReset={undo} />
    </form>
  );
}
