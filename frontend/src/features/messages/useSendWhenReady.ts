/** Sending something whose files are still on their way. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { Files } from './files';

/** `ask` sends at once, or as soon as the files are there; `cancel` takes that back. */
export function useSendWhenReady(files: Files | null, sendable: boolean, send: () => void) {
  const [waiting, setWaiting] = useState(false);
  const status = files?.status ?? 'none';
  // A file that did not arrive needs a decision first.
  if (waiting && (status === 'failed' || !sendable)) setWaiting(false);
  const due = waiting && sendable && (status === 'ready' || status === 'none');
  const sendNow = useEffectEvent(send);
  useEffect(() => {
    // What is sent leaves nothing to send, and that ends the waiting.
    if (due) sendNow();
  }, [due]);
  return {
    waiting,
    ask: (): void => {
      if (status === 'waiting') setWaiting(true);
      else if (status !== 'failed') send();
    },
    cancel: (): void => setWaiting(false),
  };
}
