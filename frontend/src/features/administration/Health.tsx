/** How the server is: what it says of itself to everybody. */
import { useCallback } from 'react';
import type { Instance } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { useAnswer } from '../../services/useAnswer';
import { Button } from '../../ui/Button';
import { readReadiness } from './instance';

/** Asked when it is shown, and again at a press. */
export function Health({ instance }: { instance: Instance }) {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readReadiness()), [act]));
  const mail = instance.features.includes('mail');
  return (
    <>
      <section className="part" aria-label="State">
        <dl className="limits">
          <div>
            <dt>Server and database</dt>
            <dd>
              <span role="status">
                {answer.status === 'waiting' && <span className="tag">Asking…</span>}
                {answer.status === 'failed' && (
                  <span className="tag bad">{explain(answer.error).text}</span>
                )}
                {answer.status === 'here' &&
                  (answer.value ? (
                    <span className="tag good">Ready</span>
                  ) : (
                    <span className="tag bad">Not ready: see its log</span>
                  ))}
              </span>
            </dd>
          </div>
          <div>
            <dt>Version</dt>
            <dd>{instance.version}</dd>
          </div>
          <div>
            <dt>Mail</dt>
            <dd>
              {mail ? (
                <span className="tag good">Sent</span>
              ) : (
                <span className="tag">Not set up</span>
              )}
            </dd>
          </div>
          <div>
            <dt>Voice</dt>
            <dd>
              <span className={instance.voice.enabled ? 'tag good' : 'tag'}>
                {instance.voice.enabled ? 'On' : 'Off'}
              </span>
            </dd>
          </div>
        </dl>
        <div>
          <Button onClick={again}>Ask again</Button>
        </div>
      </section>
      {!mail && (
        <section className="part" aria-label="Mail">
          <h2>Mail is not set up</h2>
          <p className="lead">
            Who forgets a password needs a reset link from you, under Accounts, and e-mail addresses
            are taken as they are typed. Set mail.host and mail.from to have the server send mail.
          </p>
        </section>
      )}
      <section className="part" aria-label="For machines">
        <h2>For machines</h2>
        <p className="lead">
          <code>/healthz</code> and <code>/readyz</code> answer watchers, <code>/metrics</code>{' '}
          gives numbers to Prometheus, and{' '}
          <a href="/api/docs" target="_blank" rel="noreferrer">
            the API
          </a>{' '}
          does all this for scripts.
        </p>
      </section>
    </>
  );
}
