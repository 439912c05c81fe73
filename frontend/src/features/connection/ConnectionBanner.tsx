/** Says that the connection is lost, and what happens with what is written meanwhile. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import type { ConnectionView } from '../../services/events';
import { Button } from '../../ui/Button';
import { selectConnection } from './connectionSlice';
import './connection.css';
import { common } from '../../language/common';
import { words } from './words';

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
            {view.status === 'refused' && view.code === 4406 ? common.reload : common.tryNow}
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
  if (!network) return words.youAreOfflineWhatYou;
  if (view.status === 'waiting' && view.restarting) {
    return words.serverRestartsWhatYouWrite;
  }
  return words.reconnectingWhatYouWriteIs;
}

function refusal(code: number): string {
  switch (code) {
    case 4010:
      return words.parlorIsOpenInToo;
    case 4403:
      return words.thisAccountIsDisabledAsk;
    case 4406:
      return words.serverHasNewerVersionReload;
    default:
      return words.serverClosedConnection;
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
