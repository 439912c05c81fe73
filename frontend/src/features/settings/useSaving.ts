/** A small form of the settings: saves once at a time, and says how it went. */
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../../services';
import { explain, fieldsOf } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';

/** `rephrase` names the field that a refusal is about, where the server does not. */
export function useSaving(
  save: () => Promise<void>,
  done: string,
  rephrase: (error: unknown) => Record<string, string> | null = () => null,
) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFields({});
    save()
      .then(() => act(noticeRaised({ kind: 'done', text: done })))
      .catch((error: unknown) => {
        const wrong = rephrase(error) ?? fieldsOf(error);
        setFields(wrong);
        if (Object.keys(wrong).length === 0) {
          act(noticeRaised({ kind: 'problem', ...explain(error) }));
        }
      })
      .finally(() => setBusy(false));
  };
  return { busy, fields, onSubmit };
}
