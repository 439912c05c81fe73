/** Who is in a voice channel, under its line in the list. */
import { useState, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import type { Channel, User, UserId } from '../../protocol';
import { Avatar } from '../../ui/Avatar';
import { Marks } from './Marks';
import { selectRoster } from './voiceSlice';
import { words } from './words';
import './voice.css';
import { OneLine } from '../../ui/OneLine';

/** Somebody close up, beside what they were opened from. */
export type Card = (user: User, anchor: HTMLElement, onClose: () => void) => ReactNode;

interface RosterProps {
  channel: Pick<Channel, 'id' | 'name'>;
  nameOf: (user: User) => string;
  card: Card;
}

type Known = Parameters<typeof selectRoster>[0];

/** The arrow keys of the list reach them too. */
export default function Roster({ channel, nameOf, card }: RosterProps) {
  const people = useSelector((state: Known) => selectRoster(state, channel.id));
  const [shown, setShown] = useState<{ id: UserId; anchor: HTMLElement } | null>(null);
  const user = people.find((each) => each.user.id === shown?.id)?.user;
  return (
    <>
      <ul className="roster" aria-label={words.people(channel.name)}>
        {people.map(({ user: each, state }) => (
          <li key={each.id}>
            <button
              type="button"
              className="roster-person"
              data-speaking={state.speaking || undefined}
              data-stop={`${channel.id}:${each.id}`}
              tabIndex={-1}
              aria-haspopup="dialog"
              aria-expanded={each.id === shown?.id}
              onClick={(event) => setShown({ id: each.id, anchor: event.currentTarget })}
            >
              <Avatar id={each.id} name={nameOf(each)} size="small" />
              <span className="name" dir="auto" title={nameOf(each)}>
                <OneLine>{nameOf(each)}</OneLine>
              </span>
              <Marks state={state} />
            </button>
          </li>
        ))}
      </ul>
      {shown && user && card(user, shown.anchor, () => setShown(null))}
    </>
  );
}
