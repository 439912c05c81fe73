/** Something a person asked for, while it is being done, and why it was not. */
import { useCallback, useRef, useState } from 'react';
import { explain, fieldsOf } from './api/problem';

/** Why something was not done. */
export interface Wrong {
  /** One sentence about the whole; absent while nothing is wrong. */
  text?: string;
  /** What to quote when asking for help. */
  requestId?: string;
  /** What is wrong with which field. */
  fields: Record<string, string>;
}

const FINE: Wrong = { fields: {} };

/** A failure as a form shows it. */
export function wrongOf(error: unknown): Wrong {
  return { fields: fieldsOf(error), ...explain(error) };
}

/** Does one thing at a time; `run` says whether it was done. `read` makes sense of a failure. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>(FINE);
  const running = useRef(false);
  const run = useCallback(
    async (what: () => Promise<unknown>, read = wrongOf): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setWrong(FINE);
      try {
        await what();
        return true;
      } catch (error) {
        setWrong(read(error));
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [],
  );
  const forget = useCallback(() => setWrong(FINE), []);
  return { busy, wrong, run, forget };
}
