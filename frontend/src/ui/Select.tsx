/** One of a few: a label and the browser's own list. */
import { useId, type ComponentPropsWithRef } from 'react';

/** A value and how it is called. */
export type Option<Value> = readonly [value: Value, label: string];

type SelectProps<Value extends string | number> = Omit<
  ComponentPropsWithRef<'select'>,
  'value' | 'onChange'
> & {
  label: string;
  hint?: string;
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

/** The browser's list is the best there is on a phone and by keyboard. */
export function Select<Value extends string | number>(props: SelectProps<Value>) {
  const { label, hint, options, value, onChange, ...rest } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        {...rest}
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          const chosen = options.find(([each]) => String(each) === event.target.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
