/** What somebody wants to be called by in a space or a channel, and for how long by nothing. */
import { useState, type SubmitEvent } from 'react';
import type { NotificationLevel, NotificationSetting, StreamId } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Dialog } from '../../ui/Dialog';
import { momentOf } from '../../ui/times';
import { Select, type Option } from '../../ui/Select';
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
const SPANS: readonly Option<number>[] = [
  [0, 'Not muted'],
  [1, 'Muted for an hour'],
  [8, 'Muted for 8 hours'],
  [24, 'Muted for a day'],
  [168, 'Muted for a week'],
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
    const until = hours === KEEP ? mutedUntil : endOf(hours);
    void run(() => act(setLevel(place, id, { level, ...(until ? { mutedUntil: until } : {}) })));
  };
  const kept: Option<number>[] = mutedUntil ? [[KEEP, `Muted until ${momentOf(mutedUntil)}`]] : [];
  const spans = [...kept, ...SPANS];
  return (
    <Dialog title={`Notifications from ${name}`} onClose={onClose}>
      <form className="stack" onSubmit={save}>
        <Choices label="What calls you" options={LEVELS} value={level} onChange={setChosen} />
        <Select label="Mute" options={spans} value={hours} onChange={setHours} />
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

/** In so many hours; `null` for none. */
function endOf(hours: number): string | null {
  return hours > 0 ? new Date(Date.now() + hours * HOUR_MS).toISOString() : null;
}
