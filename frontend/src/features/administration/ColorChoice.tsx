/** The colour of a role. */
import { useId } from 'react';
import { common } from '../../language/common';
import { words } from './words';

/** Each can be read on light and on dark ground as a dot beside a name. */
const COLORS: readonly (readonly [color: string, name: keyof typeof words.colours])[] = [
  ['#1f8b74', 'green'],
  ['#3c78c3', 'blue'],
  ['#8a6cc0', 'violet'],
  ['#b5527f', 'pink'],
  ['#c2572a', 'terracotta'],
  ['#b08416', 'ochre'],
  ['#5b8a3c', 'moss'],
  ['#7d756b', 'stone'],
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
      <legend>{words.colour}</legend>
      <label className="none" title={common.none}>
        <input
          type="radio"
          name={name}
          checked={value === null}
          onChange={() => onChange(null)}
          aria-label={common.none}
        />
      </label>
      {COLORS.map(([color, called]) => (
        <label key={color} title={words.colours[called]} style={{ backgroundColor: color }}>
          <input
            type="radio"
            name={name}
            checked={value === color}
            onChange={() => onChange(color)}
            aria-label={words.colours[called]}
          />
        </label>
      ))}
      <label className={`other${own ? ' chosen' : ''}`} title={words.anotherColour}>
        <input
          type="color"
          value={value ?? '#7d756b'}
          aria-label={words.anotherColour}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </fieldset>
  );
}
