/** Which key is held to talk: press the one you want. */
import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button';
import { keyName } from './pushKey';
import { settingsWords as words } from './settingsWords';

/** These go on doing what they do. */
const TAKEN = new Set(['Tab', 'Enter', 'Escape', 'Space']);

interface KeyChoiceProps {
  value: string;
  onChange: (code: string) => void;
}

/** Escape leaves it as it is. */
export function KeyChoice({ value, onChange }: KeyChoiceProps) {
  const [waits, setWaits] = useState(false);
  useEffect(() => {
    if (!waits) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      if (!TAKEN.has(event.code) && event.code !== '') onChange(event.code);
      setWaits(false);
    };
    document.addEventListener('keydown', pressed, { capture: true });
    return () => document.removeEventListener('keydown', pressed, { capture: true });
  }, [waits, onChange]);
  return (
    <div className="key-choice">
      <span>
        {words.key} <kbd>{keyName(value)}</kbd>
      </span>
      <Button aria-pressed={waits} onClick={() => setWaits(!waits)}>
        {waits ? words.pressKey : words.otherKey}
      </Button>
    </div>
  );
}
