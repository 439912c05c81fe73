/** Oneself at the foot of the side bar: how one is seen, and what one is up to. */
import type { Choice, Me, Status } from '../../protocol';
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Menu, type MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { usePopover } from '../../ui/usePopover';
import { statusChosen } from './presenceSlice';
import './presence.css';

interface StatusMenuProps {
  me: Me;
  chosen: Choice;
  /** How the others see one. */
  status: Status;
  /** Says something else about oneself. */
  onText: () => void;
}

const CHOICES: { choice: Choice; label: string; icon: MenuItem['icon'] }[] = [
  { choice: 'online', label: 'Online', icon: 'check' },
  { choice: 'idle', label: 'Away', icon: 'clock' },
  { choice: 'dnd', label: 'Do not disturb', icon: 'ban' },
  { choice: 'invisible', label: 'Invisible', icon: 'eye' },
];

/** A click opens the choice. */
export function StatusMenu({ me, chosen, status, onText }: StatusMenuProps) {
  const act = useAct();
  const { anchor, control, open, close } = usePopover();
  const items: MenuItem[] = [
    ...CHOICES.map(({ choice, label, icon }) => ({
      icon,
      label,
      checked: choice === chosen,
      act: () => void act(statusChosen(choice)),
    })),
    {
      icon: 'chat',
      label: me.statusText ? 'Change your status text' : 'Set a status text',
      act: onText,
    },
  ];
  const word = CHOICES.find(({ choice }) => choice === chosen)?.label ?? '';
  return (
    <>
      <button type="button" className="own" {...control}>
        <Avatar id={me.id} name={me.displayName} size="medium" status={status} />
        <span className="who">
          <b>{me.displayName}</b>
          <small>{me.statusText ?? me.username}</small>
        </span>
        <span className="only-heard">, {word}. Change your status</span>
      </button>
      {open && (
        <Popover anchor={anchor} label="Your status" onClose={close}>
          <Menu label="Your status" items={items} onChoose={close} />
        </Popover>
      )}
    </>
  );
}
