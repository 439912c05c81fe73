/** One of several, each with a word about what it means. */
import { useId } from 'react';

interface ChoicesProps<Value extends string> {
  label: string;
  options: readonly { value: Value; name: string; note?: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** Radio buttons; the arrow keys go through them. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { label, options, value, onChange } = props;
  const group = useId();
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={group}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.name}
            {option.note && <small>{option.note}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
