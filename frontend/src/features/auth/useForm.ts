/** The state of a form that the server judges: busy, what is wrong, and with which field. */
import { useState, type SubmitEvent } from 'react';
import { explain, fieldsOf } from '../../services/api/problem';

/** What is wrong; nothing while a form is fine. */
export interface Wrong {
  /** One sentence about the whole. */
  text?: string;
  requestId?: string;
  fields: Record<string, string>;
}

const FINE: Wrong = { fields: {} };

/** Submits once at a time. `rephrase` may put a refusal into words for this very form. */
export function useForm(
  submit: () => Promise<void>,
  rephrase: (error: unknown) => string | null = () => null,
) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>(FINE);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setWrong(FINE);
    submit()
      .catch((error: unknown) => {
        const fields = fieldsOf(error);
        const text = rephrase(error);
        // When each field says what is wrong with it, the whole need not say it again.
        const silent = text === null && Object.keys(fields).length > 0;
        setWrong(silent ? { fields } : { fields, ...explain(error), ...(text ? { text } : {}) });
      })
      .finally(() => setBusy(false));
  };
  return { busy, wrong, onSubmit };
}
