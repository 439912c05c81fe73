/** Colours for code. Loaded when the first code with a language is shown. */
import { common, createLowlight } from 'lowlight';

/** A piece of code, or pieces that share a colour. */
export type Highlighted = string | { className: string; children: Highlighted[] };

/** What the highlighter makes of code; only as much of it as is looked at. */
interface Node {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: Node[];
}

const known = createLowlight(common);

/** Code in pieces; `null` where nobody knows the language. Joined, the pieces are the code. */
export function highlight(code: string, language: string): Highlighted[] | null {
  if (!known.registered(language)) return null;
  return piecesOf(known.highlight(language, code) as Node);
}

function piecesOf({ children = [] }: Node): Highlighted[] {
  return children.map((child) =>
    child.type === 'text'
      ? (child.value ?? '')
      : { className: classOf(child), children: piecesOf(child) },
  );
}

function classOf({ properties }: Node): string {
  const names = properties?.className;
  return Array.isArray(names) ? names.join(' ') : '';
}
