/** What somebody wants to be called by in a space or a channel, and for how long by nothing. */
import { useState, type SubmitEvent } from 'react';
import type { NotificationLevel, NotificationSetting, StreamId } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Dialog } from '../../ui/Dialog';
import { setLevel } from './setLevel';

interface NotificationsDialogProps {
  place: 'spaces' | 'channels';
  id: StreamId;
  name: string;
  setting: NotificationSetting | undefined;
  onClose: () => void;
}

const LEVELS = [
  { value: 'all', name: 'Everything meant for you', note: 'Mentions, answers and direct messages' },
  { value: 'mentions', name: 'Only mentions', note: 'Your name, your roles, everyone' },
  { value: 'nothing', name: 'Nothing', note: 'It is shown faded, and calls nobody' },
] as const satisfies readonly { value: NotificationLevel; name: string; note: string }[];

const HOUR_MS = 3_600_000;

/** In hours; nobody mutes for ever by accident: that is what `nothing` is for. */
const SPANS: [label: string, hours: number][] = [
  ['Not muted', 0],
  ['Muted for an hour', 1],
  ['Muted for 8 hours', 8],
  ['Muted for a day', 24],
  ['Muted for a week', 168],
];

/** Holds on every device. */
export function NotificationsDialog({
  place,
  id,
  name,
  setting,
  onClose,
}: NotificationsDialogProps) {
  const act = useAct();
  const [level, setChosen] = useState<NotificationLevel>(setting?.level ?? 'all');
  const mutedUntil = stillMuted(setting);
  const [hours, setHours] = useState(mutedUntil ? KEEP : 0);
  const { busy, run } = useDoing(onClose);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const until =
      hours === KEEP
        ? mutedUntil
        : hours > 0
          ? new Date(Date.now() + hours * HOUR_MS).toISOString()
          : null;
    void run(() => act(setLevel(place, id, { level, ...(until ? { mutedUntil: until } : {}) })));
  };
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Dialog title={`Notifications from ${name}`} onClose={onClose}>
      <form className="stack" onSubmit={save}>
        <Choices label="What calls you" options={LEVELS} value={level} onChange={setChosen} />
        <div className="field">
          <label htmlFor="muted-for">Mute</label>
          <select
            id="muted-for"
            value={hours}
            onChange={(event) => setHours(Number(event.target.value))}
          >
            {mutedUntil && (
              <option value={KEEP}>Muted until {when.format(new Date(mutedUntil))}</option>
            )}
            {SPANS.map(([label, span]) => (
              <option key={span} value={span}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** As long as it is muted already. */
const KEEP = -1;

function stillMuted(setting: NotificationSetting | undefined): string | null {
  const until = setting?.mutedUntil ?? null;
  return until !== null && Date.parse(until) > Date.now() ? until : null;
}
