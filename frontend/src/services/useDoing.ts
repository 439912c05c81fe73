/** Something a person asks for once, in a form or a question. */
import { useAct } from '.';
import { failureRaised } from './failure';
import { useAttempt, wrongOf, type Wrong } from './useAttempt';

/** Does one thing at a time; what goes wrong stands at its field, or is said aloud. */
export function useDoing(onDone: () => void) {
  const act = useAct();
  const { busy, wrong, run: attempt } = useAttempt();
  const read = (error: unknown): Wrong => {
    const { fields } = wrongOf(error);
    if (Object.keys(fields).length === 0) act(failureRaised(error));
    return { fields };
  };
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    if (await attempt(work, read)) onDone();
  };
  return { busy, fields: wrong.fields, run };
}
