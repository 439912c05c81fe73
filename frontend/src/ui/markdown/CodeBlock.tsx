/** Code in a message: as it was typed, with a way to take it along. */
import { useEffect, useState, type ReactNode } from 'react';
import type { Highlighted } from './highlight';
import { words } from '../words';

/** Colours come when they are there; nothing moves by that. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const name = language.split(/\s/)[0]?.toLowerCase() ?? '';
  const highlighted = useHighlight(code, name);
  return (
    <div className="code-block" dir="ltr">
      {/* Wide code scrolls, so it has to be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label={name ? words.codeIn(name) : words.code}>
        <code>{highlighted ? coloured(highlighted) : code}</code>
      </pre>
      <CopyButton text={code} />
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    if (outcome === '') return undefined;
    const timer = setTimeout(() => setOutcome(''), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome(words.copied);
    } catch {
      setOutcome(words.notAllowedHere);
    }
  };
  return (
    <button type="button" className="copy-code" aria-live="polite" onClick={() => void copy()}>
      {outcome || words.copy}
      {outcome === '' && <span className="only-heard"> {words.ofCode}</span>}
    </button>
  );
}

/** `null` until it is there, and where the language is unknown. */
function useHighlight(code: string, language: string): Highlighted[] | null {
  const [found, setFound] = useState<{ code: string; nodes: Highlighted[] | null } | null>(null);
  useEffect(() => {
    if (language === '') return undefined;
    let wanted = true;
    const colour = async (): Promise<void> => {
      const { highlight } = await import('./highlight');
      if (wanted) setFound({ code, nodes: highlight(code, language) });
    };
    // Without colours it says the same.
    colour().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [code, language]);
  return found?.code === code ? found.nodes : null;
}

function coloured(nodes: Highlighted[]): ReactNode[] {
  return nodes.map((node, index) =>
    typeof node === 'string' ? (
      node
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={node.className}>
        {coloured(node.children)}
      </span>
    ),
  );
}
