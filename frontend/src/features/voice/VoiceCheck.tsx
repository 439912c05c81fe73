/** Trying which ways lead from this browser to the server, and what that means in one sentence. */
import { useId, useState } from 'react';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { verdictOf, type Findings, type Outcome } from '../../services/voice/check';
import { Button } from '../../ui/Button';
import { check } from './join';
import { checkWords as words } from './checkWords';
import './voice.css';

const WAYS = ['udp', 'tcp', 'ws'] as const;
const LOOKS: Record<Outcome, string> = { works: 'good', blocked: 'bad', absent: '' };

/** For everybody; `runs` says more to who runs the server. */
export function VoiceCheck({ runs = false }: { runs?: boolean }) {
  const act = useAct();
  const id = useId();
  const [findings, setFindings] = useState<Findings | null>(null);
  const { busy, wrong, run } = useAttempt();
  const again = (): void => {
    setFindings(null);
    void run(async () => setFindings(await act(check())));
  };
  return (
    <section className="part voice-part voice-check" aria-labelledby={id}>
      <h2 id={id}>{words.title}</h2>
      <p className="lead">{words.lead}</p>
      <div className="row-actions">
        <Button busy={busy} onClick={again}>
          {words.check}
        </Button>
      </div>
      <div role="status">
        {busy && <p className="why">{words.checking}</p>}
        {wrong.text !== undefined && <p className="wrong">{wrong.text}</p>}
        {findings && (
          <>
            <p>{sentence(findings)}</p>
            <dl className="check-ways">
              {WAYS.map((way) => (
                <div key={way}>
                  <dt>{words.ways[way]}</dt>
                  <dd>
                    {findings.addresses[way] !== undefined && (
                      <code>{findings.addresses[way]}</code>
                    )}
                    <span className={`tag ${LOOKS[findings.ways[way]]}`}>
                      {words.outcomes[findings.ways[way]]}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
            {runs && findings.ways.udp !== 'works' && <p className="lead">{words.toWhoRuns}</p>}
          </>
        )}
      </div>
    </section>
  );
}

function sentence(findings: Findings): string {
  const verdict = verdictOf(findings);
  if (verdict.is === 'best') return words.best;
  const { open } = verdict;
  return words.next(
    words.verdicts[verdict.is],
    open === null ? words.openAny : words.open(open.port, open.host),
  );
}
