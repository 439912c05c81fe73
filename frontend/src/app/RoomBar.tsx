/** The head of the middle: what it is, and its doors. */
import type { ReactNode } from 'react';
import { IconButton } from '../ui/Button';
import { Icon, type IconName } from '../ui/Icon';
import { common } from '../language/common';
import { OneLine } from '../ui/OneLine';

interface RoomBarProps {
  icon: IconName | null;
  name: string;
  topic?: string;
  onChannels: () => void;
  /** What there is to do, at the end. */
  children?: ReactNode;
}

/** A name that is a heading. */
export function RoomBar({ icon, name, topic = '', onChannels, children }: RoomBarProps) {
  return (
    <header className="room-bar">
      <span className="to-channels">
        <IconButton
          icon="menu"
          label={common.channels}
          size={18}
          tip="below"
          onClick={onChannels}
        />
      </span>
      {icon && (
        <span className="kind">
          <Icon name={icon} size={18} />
        </span>
      )}
      {name === '' ? (
        <span className="skeleton" />
      ) : (
        <h1 title={name}>
          <OneLine>{name}</OneLine>
        </h1>
      )}
      <p className="topic" title={topic} dir="auto">
        {topic}
      </p>
      {children}
    </header>
  );
}
