/** Somebody in the list of members. */
import { memo } from 'react';
import type { Status, UserId } from '../../protocol';
import { Avatar, statusWord } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { words } from './words';
import { OneLine } from '../../ui/OneLine';

/** As high as in members.css, also by touch. */
export const ROW_REM = 2.75;

interface MemberRowProps {
  userId: UserId;
  name: string;
  /** Which it is, of how many: not all of them are drawn. */
  place: [at: number, of: number];
  owner: boolean;
  seen: { status: Status; statusText: string | null } | undefined;
  there: boolean;
  /** Whether the card is open. */
  open: boolean;
  tabIndex: number;
  onShow: (id: UserId, anchor: HTMLElement) => void;
}

/** Opens a card. */
export const MemberRow = memo(function MemberRow(props: MemberRowProps) {
  const { userId, name, place, owner, seen, there, open, tabIndex, onShow } = props;
  const status = seen?.status ?? 'offline';
  return (
    <li aria-posinset={place[0]} aria-setsize={place[1]}>
      <button
        type="button"
        className={there ? 'member' : 'member away'}
        data-stop={userId}
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={(event) => onShow(userId, event.currentTarget)}
      >
        <Avatar id={userId} name={name} size="medium" status={status} />
        <span className="who">
          <span className="name" title={name}>
            <OneLine>{name}</OneLine>
          </span>
          {owner && (
            <span className="owner">
              <Icon name="crown" size={13} />
              <span className="only-heard">{words.owner}</span>
            </span>
          )}
          <span className="only-heard">{words.is(statusWord(status))}</span>
          {seen?.statusText && (
            <small title={seen.statusText}>
              <OneLine>{seen.statusText}</OneLine>
            </small>
          )}
        </span>
      </button>
    </li>
  );
});
