/** Everything that is one's own, as a file. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { wrongOf, type Wrong } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { againAt, areTooMany, askForExport, beginExport } from './exporting';
import { selectExportsBegun } from './settingsSlice';
import { words } from './words';
import { date } from '../../language/formats';

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
    <section className="part" aria-label={words.takeAlongYourData}>
      <p className="lead">{words.oneZipFileWithEverything}</p>
      <div className="confirm">
        <ul className="what">
          <li>{words.yourAccountYourDevicesAnd}</li>
          <li>{words.spacesAndConversationsYouAre}</li>
          <li>{words.yourMessagesAndReactionsAlso}</li>
          <li>{words.filesYouSentAndYour}</li>
        </ul>
      </div>
      <p className="why">{words.listsAreJson(perHourMax)}</p>
      <div className="row-actions">
        <Button
          look="primary"
          busy={stage.is === 'preparing' || stage.is === 'asking'}
          disabled={stage.is === 'later'}
          onClick={() => void download()}
        >
          {words.downloadZip}
        </Button>
        {stage.is === 'saving' && (
          <Button onClick={() => void ask()}>{words.myBrowserSaysItFailed}</Button>
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
      return words.zipIsBeingPrepared;
    case 'asking':
      return words.askingServer;
    case 'saving':
      return words.yourBrowserIsSavingParlor;
    case 'ready':
      return words.serverIsReadyIfYour;
    case 'later':
      return words.oneOfYoursIsStill(timeOf(stage.at));
    case 'idle':
    case 'failed':
      return '';
  }
}

function timeOf(at: number): string {
  return date(Math.ceil(at / MINUTE_MS) * MINUTE_MS, { timeStyle: 'short' });
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
