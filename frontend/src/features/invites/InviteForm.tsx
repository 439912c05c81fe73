/** How long and for how many a new invite is good. */
import { useState } from 'react';
import type { Invite, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { Select, type Option } from '../../ui/Select';
import { invite } from './invite';

const DAY_SECONDS = 86_400;

const AGES: readonly Option<number>[] = [
  [3_600, '1 hour'],
  [DAY_SECONDS, '1 day'],
  [7 * DAY_SECONDS, '1 week'],
  [30 * DAY_SECONDS, '30 days'],
  [365 * DAY_SECONDS, '1 year'],
];

const USES: readonly Option<number>[] = [
  [0, 'Any number'],
  [1, '1 person'],
  [5, '5 people'],
  [25, '25 people'],
  [100, '100 people'],
];

/** A link is made, not found: each press makes another. */
export function InviteForm({ space, onMade }: { space: SpaceId; onMade: (made: Invite) => void }) {
  const act = useAct();
  const [seconds, setSeconds] = useState(7 * DAY_SECONDS);
  const [uses, setUses] = useState(0);
  const { busy, wrong, run } = useAttempt();
  const make = async (): Promise<void> => {
    const limit = uses > 0 ? { maxUses: uses } : {};
    await run(async () => {
      onMade(await act(invite(space, { maxAgeSeconds: seconds, ...limit })));
    });
  };
  return (
    <>
      <div className="invite-choices">
        <Select label="Good for" options={AGES} value={seconds} onChange={setSeconds} />
        <Select label="How many can use it" options={USES} value={uses} onChange={setUses} />
      </div>
      <Problem wrong={wrong} />
      <div className="actions">
        <Button look="primary" data-first busy={busy} onClick={() => void make()}>
          Make a link
        </Button>
      </div>
    </>
  );
}
