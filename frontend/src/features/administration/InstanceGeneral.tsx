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
import { makers, registrations } from './settingWords';
import { common } from '../../language/common';
import { words } from './serverWords';

const whoThatIs = (): Record<Registration, string> => ({
  invite: words.peopleMakeAccountByLink,
  open: words.whoeverFindsAddressMakesAccount,
  closed: words.onlyWhoHasAccountComes,
});

/** In force at once; a restart changes none of it. */
export function InstanceGeneral({ nameCharsMax }: { nameCharsMax: number }) {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readSettings()), [act]));
  if (answer.status === 'waiting') return <RowsWaiting label={common.settings} rows={3} />;
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
    act(noticeRaised({ kind: 'done', text: words.settingsAreInForce }));
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
        label={common.name}
        required
        maxLength={nameCharsMax}
        hint={words.whatPeopleSeeBeforeThey}
        value={values.name}
        onChange={(event) => edit({ name: event.target.value })}
        wrong={wrong.fields['name']}
      />
      <Select
        label={words.whoMayMakeAccount}
        hint={whoThatIs()[values.registration]}
        options={registrations()}
        value={values.registration}
        onChange={(registration) => edit({ registration })}
      />
      <Select
        label={words.whoMayMakeSpace}
        options={makers()}
        value={values.spaceCreation}
        onChange={(spaceCreation) => edit({ spaceCreation })}
      />
      <section className="part" aria-label={words.asServerWasStarted}>
        <p className="why">{words.whatIsSavedHereHolds}</p>
        <div>
          <Button
            busy={busy}
            onClick={() => void put({ name: null, registration: null, spaceCreation: null })}
          >
            {words.goBackToWhatServer}
          </Button>
        </div>
      </section>
      <SaveBar dirty={dirty} busy={busy} wrong={wrong} onReset={undo} />
    </form>
  );
}
