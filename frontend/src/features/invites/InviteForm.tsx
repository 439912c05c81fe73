/** How long and for how many a new invite is good. */
import { useState } from 'react';
import type { Invite, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { Select, type Option } from '../../ui/Select';
import { invite } from './invite';
import { words } from './words';
import { span } from '../../language/formats';

const DAY_SECONDS = 86_400;

const ages = (): readonly Option<number>[] => [
  [3_600, span(1, 'hour')],
  [DAY_SECONDS, span(1, 'day')],
  [7 * DAY_SECONDS, span(1, 'week')],
  [30 * DAY_SECONDS, span(30, 'day')],
  [365 * DAY_SECONDS, span(1, 'year')],
];

const limits = (): readonly Option<number>[] => [
  [0, words.anyNumber],
  [1, words.people(1)],
  [5, words.people(5)],
  [25, words.people(25)],
  [100, words.people(100)],
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
        <Select label={words.goodFor} options={ages()} value={seconds} onChange={setSeconds} />
        <Select label={words.howManyCanUseIt} options={limits()} value={uses} onChange={setUses} />
      </div>
      <Problem wrong={wrong} />
      <div className="actions">
        <Button look="primary" data-first busy={busy} onClick={() => void make()}>
          {words.makeLink}
        </Button>
      </div>
    </>
  );
}
