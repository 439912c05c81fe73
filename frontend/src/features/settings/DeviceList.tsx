/** Where one is signed in, and a way out of each. */
import { useCallback, useState } from 'react';
import type { Session, SessionId } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { useAnswer } from '../../services/useAnswer';
import { wrongOf } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { momentOf } from '../../ui/times';
import { readDevices, signOutDevice } from './account';
import { deviceOf } from './device';
import { words } from './words';

/** This one first; it is left with the button for that. */
export function DeviceList() {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readDevices()), [act]));
  const [gone, setGone] = useState<SessionId[]>([]);
  const signOut = async ({ id }: Session): Promise<void> => {
    try {
      await act(signOutDevice(id));
      setGone((before) => [...before, id]);
    } catch (error) {
      act(failureRaised(error));
    }
  };
  if (answer.status === 'waiting') return <RowsWaiting label={words.devices} rows={2} />;
  if (answer.status === 'failed') {
    const problem = wrongOf(answer.error);
    return <RowsEnd status="failed" hasMore problem={problem} onMore={again} onAgain={again} />;
  }
  const there = answer.value.filter(({ id }) => !gone.includes(id));
  const sorted = there.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <section className="part" aria-label={words.devices}>
      <p className="lead">{words.whereYouAreSignedIn}</p>
      <ul className="rows">
        {sorted.map((device) => (
          <li key={device.id}>
            <div className="about">
              <b>
                <bdi>{deviceOf(device.userAgent)}</bdi>
              </b>{' '}
              {device.current && <span className="tag good">{words.thisDevice}</span>}
              <small>{words.lastUsed(device.ip, momentOf(device.lastUsedAt))}</small>
            </div>
            {!device.current && (
              <Button
                aria-label={words.signOutAt(deviceOf(device.userAgent), device.ip)}
                onClick={() => void signOut(device)}
              >
                {words.signOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
