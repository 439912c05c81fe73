/** Everything that is one's own, as a file. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { wrongOf, type Wrong } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { againAt, areTooMany, askForExport, beginExport } from './exporting';
import { selectExportsBegun } from './settingsSlice';

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** A time of day is given in whole minutes: the next one is not too early. */
const MINUTE_MS = 60_000;

type Stage =
  | { is: 'idle' | 'preparing' | 'saving' | 'asking' | 'ready' }
  /** Not before then. */
  | { is: 'later'; at: number }
  | { is: 'failed'; wrong: Wrong };

/** `perHourMax`: how often the server makes one. */
export function TakeAlong({ perHourMax }: { perHourMax: number }) {
  const act = useAct();
  const begun = useSelector(selectExportsBegun);
  const [stage, setStage] = useState<Stage>({ is: 'idle' });
  useComingBack(stage, setStage);
  const go = async (first: Stage, then: Stage, what: () => Promise<void>): Promise<void> => {
    setStage(first);
    try {
      await what();
      setStage(then);
    } catch (error) {
      const at = againAt(error, Date.now());
      setStage(at === null ? { is: 'failed', wrong: wrongOf(error) } : { is: 'later', at });
    }
  };
  const ask = (): Promise<void> => go({ is: 'asking' }, { is: 'ready' }, () => act(askForExport()));
  const download = (): Promise<void> =>
    areTooMany(begun, perHourMax, Date.now())
      ? ask()
      : go({ is: 'preparing' }, { is: 'saving' }, () => act(beginExport()));
  return (
    <section className="part" aria-label="Take along your data">
      <p className="lead">
        One zip file with everything on this server that is yours, as it is now. Nothing that others
        wrote is in it, apart from the names of places and people you see.
      </p>
      <div className="confirm">
        <ul className="what">
          <li>Your account, your devices, and what you want to be notified of</li>
          <li>The spaces and conversations you are in, and how far you read</li>
          <li>Your messages and reactions, also from places you have left</li>
          <li>The files you sent, and your picture</li>
        </ul>
      </div>
      <p className="why">
        Lists are JSON, which people and programs can read; README.txt in it says what is what. One
        is made at a time, and {perHourMax} in an hour.
      </p>
      <div className="row-actions">
        <Button
          look="primary"
          busy={stage.is === 'preparing' || stage.is === 'asking'}
          disabled={stage.is === 'later'}
          onClick={() => void download()}
        >
          Download the zip
        </Button>
        {stage.is === 'saving' && (
          <Button onClick={() => void ask()}>My browser says it failed</Button>
        )}
      </div>
      {stage.is === 'failed' && <Problem wrong={stage.wrong} />}
      <p className="lead" role="status">
        {wordsOf(stage)}
      </p>
    </section>
  );
}

/** What is going on, read aloud as it changes. */
function wordsOf(stage: Stage): string {
  switch (stage.is) {
    case 'preparing':
      return 'The zip is being prepared…';
    case 'asking':
      return 'Asking the server…';
    case 'saving':
      return 'Your browser is saving parlor-export.zip and shows how far it is. The server makes it meanwhile: stay signed in until it is complete.';
    case 'ready':
      return 'The server is ready. If your browser has not saved the zip, download it again.';
    case 'later':
      return `One of yours is still being made, or you took as many as you may in an hour. Try again at ${timeOf(stage.at)}.`;
    case 'idle':
    case 'failed':
      return '';
  }
}

function timeOf(at: number): string {
  return TIME.format(Math.ceil(at / MINUTE_MS) * MINUTE_MS);
}

/** When the time has come, the button is there again. */
function useComingBack(stage: Stage, setStage: (next: Stage) => void): void {
  const at = stage.is === 'later' ? stage.at : null;
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(() => setStage({ is: 'idle' }), at - Date.now());
    return () => clearTimeout(timer);
  }, [at, setStage]);
}
