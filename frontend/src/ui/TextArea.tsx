/** Several lines of a form. */
import { useId, type ComponentPropsWithRef } from 'react';
import { runsOf } from './Field';

type TextAreaProps = ComponentPropsWithRef<'textarea'> & {
  label: string;
  hint?: string;
  /** One sentence when the value cannot stay. */
  wrong?: string | undefined;
};

/** As high as what is in it, where the browser can. */
export function TextArea({ label, hint, wrong, ...rest }: TextAreaProps) {
  const id = useId();
  const note = wrong ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        rows={3}
        dir={runsOf(rest.value)}
        {...rest}
        id={id}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
      />
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
