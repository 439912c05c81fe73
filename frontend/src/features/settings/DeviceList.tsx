/** Where one is signed in, and a way out of each. */
import { useCallback, useState } from 'react';
import type { Session, SessionId } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';
import { useAnswer } from '../../services/useAnswer';
import { Button } from '../../ui/Button';
import { readDevices, signOutDevice } from './account';
import { deviceOf } from './device';

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

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
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
    }
  };
  if (answer.status === 'waiting') {
    return <span className="skeleton" role="status" aria-label="Devices are loading" />;
  }
  if (answer.status === 'failed') {
    return (
      <p className="devices-failed">
        {explain(answer.error).text} <Button onClick={again}>Try again</Button>
      </p>
    );
  }
  const there = answer.value.filter(({ id }) => !gone.includes(id));
  const sorted = there.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <ul className="devices">
      {sorted.map((device) => (
        <li key={device.id}>
          <div>
            <b>{deviceOf(device.userAgent)}</b>
            {device.current && <span className="here">this device</span>}
            <small>
              {device.ip}, last used {WHEN.format(new Date(device.lastUsedAt))}
            </small>
          </div>
          {!device.current && (
            <Button
              aria-label={`Sign out ${deviceOf(device.userAgent)} at ${device.ip}`}
              onClick={() => void signOut(device)}
            >
              Sign out
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
