/** How the server is: what it says of itself to everybody. */
import { useCallback, type ReactNode } from 'react';
import type { Instance } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { useAnswer } from '../../services/useAnswer';
import { Button } from '../../ui/Button';
import { readReadiness } from './instance';
import { words } from './serverWords';

/** Asked when it is shown, and again at a press. */
export function Health({ instance, voice }: { instance: Instance; voice: ReactNode }) {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readReadiness()), [act]));
  const mail = instance.features.includes('mail');
  return (
    <>
      <section className="part" aria-label={words.state}>
        <dl className="limits">
          <div>
            <dt>{words.serverAndDatabase}</dt>
            <dd>
              <span role="status">
                {answer.status === 'waiting' && <span className="tag">{words.asking}</span>}
                {answer.status === 'failed' && (
                  <span className="tag bad">{explain(answer.error).text}</span>
                )}
                {answer.status === 'here' &&
                  (answer.value ? (
                    <span className="tag good">{words.ready}</span>
                  ) : (
                    <span className="tag bad">{words.notReadySeeItsLog}</span>
                  ))}
              </span>
            </dd>
          </div>
          <div>
            <dt>{words.version}</dt>
            <dd>{instance.version}</dd>
          </div>
          <div>
            <dt>{words.mail}</dt>
            <dd>
              {mail ? (
                <span className="tag good">{words.sent}</span>
              ) : (
                <span className="tag">{words.notSetUp}</span>
              )}
            </dd>
          </div>
          <div>
            <dt>{words.voice}</dt>
            <dd>
              <span className={instance.voice.enabled ? 'tag good' : 'tag'}>
                {instance.voice.enabled ? words.on : words.off}
              </span>
            </dd>
          </div>
        </dl>
        <div>
          <Button onClick={again}>{words.askAgain}</Button>
        </div>
      </section>
      {voice}
      {!mail && (
        <section className="part" aria-label={words.mail}>
          <h2>{words.mailIsNotSetUp}</h2>
          <p className="lead">{words.whoForgetsPasswordNeedsReset}</p>
        </section>
      )}
      <section className="part" aria-label={words.forMachines}>
        <h2>{words.forMachines}</h2>
        <p className="lead">
          {words.machines(
            <code>/healthz</code>,
            <code>/readyz</code>,
            <code>/metrics</code>,
            (text) => (
              <a href="/api/docs" target="_blank" rel="noreferrer">
                {text}
              </a>
            ),
          )}
        </p>
      </section>
    </>
  );
}
