/** Something that is so or not. */
import { useId, type ReactNode } from 'react';

interface TickProps {
  label: ReactNode;
  note?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

/** A check box with words. */
export function Tick({ label, note, checked, disabled = false, onChange }: TickProps) {
  const id = useId();
  return (
    <label className="tick" htmlFor={id}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}
