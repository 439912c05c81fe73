/** Something a person asks for once, in a form or a question. */
import { useState } from 'react';
import { useAct } from '.';
import { explain, fieldsOf } from './api/problem';
import { noticeRaised } from './events';

/** Does one thing at a time; what goes wrong stands at its field, or is said aloud. */
export function useDoing(onDone: () => void) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFields({});
    try {
      await work();
      onDone();
    } catch (error) {
      const wrong = fieldsOf(error);
      setFields(wrong);
      if (Object.keys(wrong).length === 0)
        act(noticeRaised({ kind: 'problem', ...explain(error) }));
    } finally {
      setBusy(false);
    }
  };
  return { busy, fields, run };
}
