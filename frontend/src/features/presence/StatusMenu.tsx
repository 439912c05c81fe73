/** Oneself at the foot of the side bar: how one is seen, and what one is up to. */
import type { Choice, Me, Status } from '../../protocol';
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Menu, type MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { usePopover } from '../../ui/usePopover';
import { statusChosen } from './presenceSlice';
import './presence.css';
import { words } from './words';
import { OneLine } from '../../ui/OneLine';

interface StatusMenuProps {
  me: Me;
  chosen: Choice;
  /** How the others see one. */
  status: Status;
  /** Says something else about oneself. */
  onText: () => void;
}

const CHOICES: { choice: Choice; icon: MenuItem['icon'] }[] = [
  { choice: 'online', icon: 'check' },
  { choice: 'idle', icon: 'clock' },
  { choice: 'dnd', icon: 'ban' },
  { choice: 'invisible', icon: 'eye' },
];

/** A click opens the choice. */
export function StatusMenu({ me, chosen, status, onText }: StatusMenuProps) {
  const act = useAct();
  const { anchor, control, open, close } = usePopover();
  const items: MenuItem[] = [
    ...CHOICES.map(({ choice, icon }) => ({
      icon,
      label: words[choice],
      checked: choice === chosen,
      act: () => void act(statusChosen(choice)),
    })),
    {
      icon: 'chat',
      label: me.statusText ? words.changeYourStatusText : words.setStatusText,
      act: onText,
    },
  ];
  return (
    <>
      <button type="button" className="own" {...control}>
        <Avatar id={me.id} name={me.displayName} size="medium" status={status} />
        <span className="who">
          <b>
            <OneLine>{me.displayName}</OneLine>
          </b>
          <small>
            <OneLine>{me.statusText ?? me.username}</OneLine>
          </small>
        </span>
        <span className="only-heard">{words.change(words[chosen])}</span>
      </button>
      {open && (
        <Popover anchor={anchor} label={words.yourStatus} onClose={close}>
          <Menu label={words.yourStatus} items={items} onChoose={close} />
        </Popover>
      )}
    </>
  );
}
