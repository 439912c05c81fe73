/** A small form of the settings: saves once at a time, and says how it went. */
import { useState, type SubmitEvent } from 'react';
import { explain, fieldsOf } from '../../services/api/problem';
import type { Notice } from '../../services/events';

/** `rephrase` names the field that a refusal is about, where the server does not. */
export function useSaving(
  save: () => Promise<void>,
  done: string,
  rephrase: (error: unknown) => Record<string, string> | null = () => null,
) {
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [outcome, setOutcome] = useState<Notice | null>(null);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFields({});
    setOutcome(null);
    save()
      .then(() => setOutcome({ kind: 'done', text: done }))
      .catch((error: unknown) => {
        const wrong = rephrase(error) ?? fieldsOf(error);
        setFields(wrong);
        if (Object.keys(wrong).length === 0) setOutcome({ kind: 'problem', ...explain(error) });
      })
      .finally(() => setBusy(false));
  };
  return { busy, fields, outcome, onSubmit };
}
