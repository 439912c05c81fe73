/** Making a link that lets people in. */
import { useState } from 'react';
import type { Invite, Space } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { invite } from './invite';
import './spaces.css';

const DAY_SECONDS = 86_400;

const AGES: [label: string, seconds: number][] = [
  ['1 hour', 3_600],
  ['1 day', DAY_SECONDS],
  ['1 week', 7 * DAY_SECONDS],
  ['30 days', 30 * DAY_SECONDS],
];

const USES: [label: string, uses: number][] = [
  ['Any number', 0],
  ['1 person', 1],
  ['5 people', 5],
  ['25 people', 25],
];

/** First how long and for how many, then the link. */
export function InviteDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const act = useAct();
  const [seconds, setSeconds] = useState(7 * DAY_SECONDS);
  const [uses, setUses] = useState(0);
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<Invite | null>(null);
  const make = async (): Promise<void> => {
    setBusy(true);
    try {
      const limit = uses > 0 ? { maxUses: uses } : {};
      setMade(await act(invite(space.id, { maxAgeSeconds: seconds, ...limit })));
    } catch (error) {
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Invite people to ${space.name}`} onClose={onClose}>
      {made ? (
        <Link invite={made} onAgain={() => setMade(null)} />
      ) : (
        <>
          <p className="dialog-lead">Whoever opens the link can make an account and join.</p>
          <div className="invite-choices">
            <Choice label="Good for" options={AGES} value={seconds} onChange={setSeconds} />
            <Choice label="How many can use it" options={USES} value={uses} onChange={setUses} />
          </div>
          <div className="actions">
            <Button look="primary" data-first busy={busy} onClick={() => void make()}>
              Make a link
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface ChoiceProps {
  label: string;
  options: [label: string, value: number][];
  value: number;
  onChange: (value: number) => void;
}

function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <div className="field">
      <label>
        {label}
        <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
          {options.map(([name, each]) => (
            <option key={each} value={each}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Link({
  invite: { code, maxUses, expiresAt },
  onAgain,
}: {
  invite: Invite;
  onAgain: () => void;
}) {
  const link = `${location.origin}/invite/${code}`;
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Not everywhere allowed: the link is selected, so that one key press copies it.
      document.querySelector<HTMLInputElement>('#invite-link')?.select();
    }
  };
  return (
    <>
      <div className="field">
        <label htmlFor="invite-link">Invite link</label>
        <div className="invite-link">
          <input
            id="invite-link"
            readOnly
            value={link}
            onFocus={(event) => event.target.select()}
          />
          <Button look="primary" autoFocus onClick={() => void copy()}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </div>
        <p className="hint" role="status">
          {terms(maxUses, expiresAt)}
        </p>
      </div>
      <div className="actions">
        <Button look="quiet" onClick={onAgain}>
          Make another
        </Button>
      </div>
    </>
  );
}

function terms(maxUses: number | null, expiresAt: string | null): string {
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const until = expiresAt ? `until ${when.format(new Date(expiresAt))}` : 'for ever';
  const forWhom =
    maxUses === null ? 'for any number of people' : maxUses === 1 ? 'once' : `${maxUses} times`;
  return `Good ${forWhom}, ${until}.`;
}
