/** Where one is signed in, and a way out of each. */
import { useCallback, useEffect, useState } from 'react';
import type { Session } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';
import { Button } from '../../ui/Button';
import { readDevices, signOutDevice } from './account';
import { deviceOf } from './device';

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** This one first; it is left with the button for that. */
export function DeviceList() {
  const act = useAct();
  const [devices, setDevices] = useState<Session[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const read = useCallback(async () => {
    try {
      setFailed(null);
      setDevices(await act(readDevices()));
    } catch (error) {
      setFailed(explain(error).text);
    }
  }, [act]);
  useEffect(() => void read(), [read]);

  const signOut = async ({ id }: Session): Promise<void> => {
    try {
      await act(signOutDevice(id));
      setDevices((before) => before?.filter((each) => each.id !== id) ?? null);
    } catch (error) {
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
    }
  };
  if (failed) {
    return (
      <p>
        {failed} <Button onClick={() => void read()}>Try again</Button>
      </p>
    );
  }
  if (!devices) return <span className="skeleton" role="status" aria-label="Devices are loading" />;
  const sorted = devices.toSorted((a, b) => Number(b.current) - Number(a.current));
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
