/** The colour of a role. */
import { useId } from 'react';

/** Each can be read on light and on dark ground as a dot beside a name. */
const COLORS: readonly (readonly [color: string, name: string])[] = [
  ['#1f8b74', 'Green'],
  ['#3c78c3', 'Blue'],
  ['#8a6cc0', 'Violet'],
  ['#b5527f', 'Pink'],
  ['#c2572a', 'Terracotta'],
  ['#b08416', 'Ochre'],
  ['#5b8a3c', 'Moss'],
  ['#7d756b', 'Stone'],
];

interface ColorChoiceProps {
  value: string | null;
  disabled: boolean;
  onChange: (color: string | null) => void;
}

/** A few that go together, any other, or none. */
export function ColorChoice({ value, disabled, onChange }: ColorChoiceProps) {
  const name = useId();
  const own = value !== null && !COLORS.some(([color]) => color === value);
  return (
    <fieldset className="colors" disabled={disabled}>
      <legend>Colour</legend>
      <label className="none" title="None">
        <input
          type="radio"
          name={name}
          checked={value === null}
          onChange={() => onChange(null)}
          aria-label="None"
        />
      </label>
      {COLORS.map(([color, called]) => (
        <label key={color} title={called} style={{ backgroundColor: color }}>
          <input
            type="radio"
            name={name}
            checked={value === color}
            onChange={() => onChange(color)}
            aria-label={called}
          />
        </label>
      ))}
      <label className={`other${own ? ' chosen' : ''}`} title="Another colour">
        <input
          type="color"
          value={value ?? '#7d756b'}
          aria-label="Another colour"
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </fieldset>
  );
}
