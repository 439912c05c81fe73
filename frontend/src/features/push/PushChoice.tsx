/** Whether this browser tells its person while Parlor is closed, for the settings. */
import { useEffect, useState } from 'react';
import type { UserId } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { Switch } from '../../ui/Switch';
import { look, turnOff, turnOn, type Standing } from './push';
import { words } from './words';

/** Takes effect at once, in this browser. */
export function PushChoice({ user }: { user: UserId }) {
  const act = useAct();
  const [standing, setStanding] = useState<Standing | null>(null);
  const [busy, setBusy] = useState(false);
  const follow = async (doing: Promise<Standing>): Promise<void> => {
    setBusy(true);
    try {
      setStanding(await doing);
    } catch (error) {
      // The push service of the browser's maker may be out of reach: that is no refusal of ours.
      act(failureRaised(error instanceof DOMException ? new Error(words.noService) : error));
    }
    setBusy(false);
  };
  useEffect(() => {
    act(look()).then(setStanding, (error: unknown) => {
      act(failureRaised(error));
    });
  }, [act]);
  return (
    <section className="part" aria-labelledby="push-choice" aria-busy={standing === null || busy}>
      <h2 id="push-choice">{words.whileClosed}</h2>
      {standing && (
        <Choice
          standing={standing}
          busy={busy}
          onTurn={(on, hidesText) => void follow(act(on ? turnOn(user, hidesText) : turnOff()))}
        />
      )}
    </section>
  );
}

interface ChoiceProps {
  standing: Standing;
  busy: boolean;
  onTurn: (on: boolean, hidesText: boolean) => void;
}

function Choice({ standing, busy, onTurn }: ChoiceProps) {
  if (standing.status === 'unsupported') return <p className="why">{words.unsupported}</p>;
  if (standing.status === 'denied') return <p className="why">{words.denied}</p>;
  const on = standing.status !== 'off';
  const hidesText = 'hidesText' in standing && standing.hidesText;
  return (
    <>
      <Switch
        label={words.pushMessages}
        hint={words.reachThisDevice}
        checked={on}
        disabled={busy}
        onChange={(wanted) => onTurn(wanted, false)}
      />
      <Switch
        label={words.leaveOutText}
        hint={words.whoAndWhereIsShown}
        checked={hidesText}
        disabled={busy || !on}
        onChange={(hide) => onTurn(true, hide)}
      />
      {standing.status === 'failing' && (
        <p className="why" role="status">
          {words.failing}
        </p>
      )}
    </>
  );
}
