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
import { common } from '../../language/common';
import { words } from './words';

interface NotificationsDialogProps {
  place: 'spaces' | 'channels';
  id: StreamId;
  name: string;
  setting: NotificationSetting | undefined;
  onClose: () => void;
}

const levels = () =>
  [
    {
      value: 'all',
      name: words.everythingMeantForYou,
      note: words.mentionsAnswersAndDirectMessages,
    },
    { value: 'mentions', name: words.onlyMentions, note: words.yourNameYourRolesEveryone },
    { value: 'nothing', name: words.nothing, note: words.itIsShownFadedAnd },
  ] as const satisfies readonly { value: NotificationLevel; name: string; note: string }[];

const HOUR_MS = 3_600_000;

/** In hours; nobody mutes for ever by accident: that is what `nothing` is for. */
const mutes = (): readonly Option<number>[] => [
  [0, words.notMuted],
  [1, words.mutedForHour],
  [8, words.mutedFor8Hours],
  [24, words.mutedForDay],
  [168, words.mutedForWeek],
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
  const kept: Option<number>[] = mutedUntil ? [[KEEP, words.mutedUntil(momentOf(mutedUntil))]] : [];
  const spans = [...kept, ...mutes()];
  return (
    <Dialog title={words.notificationsFrom(name)} onClose={onClose}>
      <form className="stack" onSubmit={save}>
        <Choices label={words.whatCallsYou} options={levels()} value={level} onChange={setChosen} />
        <Select label={words.mute} options={spans} value={hours} onChange={setHours} />
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {common.save}
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
