/** Choosing people: to write to, or to bring into a group. */
import { useMemo, useState, type SubmitEvent } from 'react';
import type { User, UserId } from '../../protocol';
import { useDoing } from '../../services/useDoing';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Tick } from '../../ui/Tick';
import { GROUP_MAX } from './names';
import { common } from '../../language/common';
import { words } from './dialogWords';
import { compare } from '../../language/formats';

interface PeopleDialogProps {
  title: string;
  /** What the button does with so many. */
  verb: (count: number) => string;
  /** Those there are to choose from. */
  people: User[];
  /** How many are in it already, oneself included. */
  already: number;
  /** Somebody types a name that begins so; who is found is among the people then. */
  onSought: (beginning: string) => void;
  onChosen: (ids: UserId[]) => Promise<unknown>;
  onClose: () => void;
}

/** More than these are found by typing. */
const SHOWN_MAX = 50;

/** Type to narrow it down; one other makes a conversation of two, more make a group. */
export function PeopleDialog({
  title,
  verb,
  people,
  already,
  onSought,
  onChosen,
  onClose,
}: PeopleDialogProps) {
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<UserId[]>([]);
  const { busy, run } = useDoing(onClose);
  const found = useMemo(() => narrowed(people, sought), [people, sought]);
  const full = already + chosen.length >= GROUP_MAX;
  const toggle = (id: UserId, is: boolean): void =>
    setChosen(is ? [...chosen, id] : chosen.filter((each) => each !== id));
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    if (chosen.length > 0) void run(() => onChosen(chosen));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <Field
          label={words.findPeople}
          name="people"
          type="search"
          autoComplete="off"
          data-first
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
            onSought(event.target.value);
          }}
        />
        <div className="people-found" role="group" aria-label={words.people}>
          {found.slice(0, SHOWN_MAX).map(({ id, displayName, username }) => (
            <Tick
              key={id}
              checked={chosen.includes(id)}
              disabled={full && !chosen.includes(id)}
              onChange={(is) => toggle(id, is)}
              label={
                <span className="person-line">
                  <Avatar id={id} name={displayName} size="medium" />
                  <bdi className="name">{displayName}</bdi>
                  <small>{username}</small>
                </span>
              }
            />
          ))}
          {found.length === 0 && (
            <p className="nobody">
              {people.length === 0 ? words.nobodySharesSpaceWithYou : words.nobodyYouKnowIsCalled}
            </p>
          )}
        </div>
        {full && <p className="hint">{words.groupMax(GROUP_MAX)}</p>}
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" busy={busy} disabled={chosen.length === 0}>
            {verb(chosen.length)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function narrowed(people: User[], sought: string): User[] {
  const wanted = sought.trim().toLocaleLowerCase();
  return people
    .filter(
      ({ displayName, username }) =>
        displayName.toLocaleLowerCase().includes(wanted) || username.toLowerCase().includes(wanted),
    )
    .toSorted((a, b) => compare(a.displayName, b.displayName));
}
