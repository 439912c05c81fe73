/** Something to hand on, with a button that copies it. */
import { useId, useRef, useState } from 'react';
import { Button } from './Button';
import { words } from './words';

interface CopyFieldProps {
  label: string;
  value: string;
  hint: string;
}

/** Where copying is not allowed, the text is selected, so that one key press copies it. */
export function CopyField({ label, value, hint }: CopyFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      input.current?.select();
    }
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="copy-field">
        <input
          ref={input}
          id={id}
          readOnly
          dir="ltr"
          value={value}
          aria-describedby={`${id}-hint`}
          onFocus={(event) => event.target.select()}
        />
        <Button look="primary" data-first onClick={() => void copy()}>
          {copied ? words.copied : words.copy}
        </Button>
      </div>
      <p className="hint" id={`${id}-hint`} role="status">
        {hint}
      </p>
    </div>
  );
}
