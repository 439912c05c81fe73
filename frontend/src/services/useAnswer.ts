/** Something a component asks for once, and shows when it is there. */
import { useCallback, useEffect, useState } from 'react';

/** What has become of the question. */
export type Answer<T> =
  | { status: 'waiting' }
  | { status: 'here'; value: T }
  | { status: 'failed'; error: unknown };

const WAITING = { status: 'waiting' } as const;

/** Asks as soon as it is shown; `ask` must stay the same function while the question is the same. */
export function useAnswer<T>(ask: () => Promise<T>): { answer: Answer<T>; again: () => void } {
  const [answer, setAnswer] = useState<Answer<T>>(WAITING);
  const read = useCallback(() => {
    let wanted = true;
    const show = (next: Answer<T>): void => {
      if (wanted) setAnswer(next);
    };
    ask().then(
      (value) => show({ status: 'here', value }),
      (error: unknown) => show({ status: 'failed', error }),
    );
    return () => {
      wanted = false;
    };
  }, [ask]);
  useEffect(read, [read]);
  const again = useCallback(() => {
    setAnswer(WAITING);
    read();
  }, [read]);
  return { answer, again };
}
