/** Says that the connection is lost, and what happens with what is written meanwhile. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import type { ConnectionView } from '../../services/events';
import { Button } from '../../ui/Button';
import { selectConnection } from './connectionSlice';
import './connection.css';

/** A blink is not worth a word: the banner comes when it takes longer. */
const SAID_AFTER_MS = 1_200;

/** `onRetry` tries to connect now. */
export function ConnectionBanner({ onRetry }: { onRetry: () => void }) {
  const { view, network, wasLive } = useSelector(selectConnection);
  const lost = wasLive && view.status !== 'live';
  const said = useAfter(lost, SAID_AFTER_MS);
  const text =
    view.status === 'refused' ? refusal(view.code) : said ? trouble(view, network) : null;
  return (
    <div className="banner-place" role="status">
      {text && (
        <div className={`banner ${view.status === 'refused' ? 'firm' : ''}`}>
          <span>{text}</span>
          <Button
            look="quiet"
            onClick={view.status === 'refused' ? act(view.code, onRetry) : onRetry}
          >
            {view.status === 'refused' && view.code === 4406 ? 'Reload' : 'Try now'}
          </Button>
        </div>
      )}
    </div>
  );
}

function act(code: number, onRetry: () => void): () => void {
  return code === 4406 ? () => location.reload() : onRetry;
}

function trouble(view: ConnectionView, network: boolean): string {
  if (!network) return 'You are offline. What you write is kept and sent when you are back.';
  if (view.status === 'waiting' && view.restarting) {
    return 'The server restarts. What you write is kept and sent in a moment.';
  }
  return 'Reconnecting. What you write is kept and sent when the connection is back.';
}

function refusal(code: number): string {
  switch (code) {
    case 4010:
      return 'Parlor is open in too many places. Close one of them, then try again.';
    case 4403:
      return 'This account is disabled. Ask the owner of this server.';
    case 4406:
      return 'The server has a newer version. Reload to go on.';
    default:
      return 'The server closed the connection.';
  }
}

/** True once `when` has been true for so long; false at once when it is not. */
function useAfter(when: boolean, delayMs: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    if (!when) return undefined;
    const timer = setTimeout(() => setPassed(true), delayMs);
    return () => {
      clearTimeout(timer);
      setPassed(false);
    };
  }, [when, delayMs]);
  return when && passed;
}
