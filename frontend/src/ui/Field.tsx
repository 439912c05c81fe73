/** A line of a form: a label, an input, what it expects, and what is wrong with it. */
import { useId, useState, type ComponentPropsWithRef } from 'react';
import { words } from './words';

type FieldProps = ComponentPropsWithRef<'input'> & {
  label: string;
  hint?: string;
  /** One sentence when the value cannot stay. */
  wrong?: string | undefined;
};

/** What somebody wrote runs its own way; an empty field runs as the page does. */
export function runsOf(value: unknown): 'auto' | undefined {
  return typeof value === 'string' && value !== '' ? 'auto' : undefined;
}

/** A labelled input. A password can be looked at. */
export function Field({ label, hint, wrong, type = 'text', ...rest }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const note = wrong ?? hint;
  const input = (
    <input
      dir={runsOf(rest.value)}
      {...rest}
      id={id}
      type={type === 'password' && shown ? 'text' : type}
      aria-invalid={wrong ? true : undefined}
      aria-describedby={note ? `${id}-note` : undefined}
    />
  );
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {type === 'password' ? (
        <div className="with-button">
          {input}
          <button
            type="button"
            aria-pressed={shown}
            aria-label={words.showPassword}
            onClick={() => setShown(!shown)}
          >
            {shown ? words.hide : words.show}
          </button>
        </div>
      ) : (
        input
      )}
      {note && (
        <p
          className={wrong ? 'wrong' : 'hint'}
          id={`${id}-note`}
          role={wrong ? 'alert' : undefined}
        >
          {note}
        </p>
      )}
    </div>
  );
}
