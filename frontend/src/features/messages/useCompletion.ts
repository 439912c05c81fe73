/** Completing the word at the caret: what is offered, which one is chosen, and taking it. */
import { useEffect, useState, type KeyboardEvent } from 'react';
import { suggest, wordAt, SUGGESTIONS_MAX, type Suggestion, type Word } from './completion';
import { isComposing } from './keys';
import type { Nameable } from './mentions';

interface Completing {
  text: string;
  /** `null` while something is selected, or the caret is unknown. */
  caret: number | null;
  nameable: Nameable;
  callAll: boolean;
  /** A name is typed that begins so. */
  onNaming: (beginning: string) => void;
  onTake: (suggestion: Suggestion, word: Word) => void;
}

const NONE: Suggestion[] = [];

/** The list, and a handler for keys that says whether it used one. */
export function useCompletion(completing: Completing) {
  const { text, caret, nameable, callAll, onNaming, onTake } = completing;
  const word = caret === null ? null : wordAt(text, caret);
  const [left, setLeft] = useState<number | null>(null);
  const [chosen, setChosen] = useState({ query: '', at: 0 });
  const emoji = useEmoji(word);
  const open = word !== null && left !== word.from;
  const naming = open && word.sign === '@' ? word.query : '';
  useEffect(() => onNaming(naming), [onNaming, naming]);
  const named = open ? suggest(word, nameable, callAll) : NONE;
  const items = open && word.sign === ':' ? emoji : named;
  const query = `${word?.sign}${word?.query}`;
  const at = chosen.query === query ? Math.min(chosen.at, items.length - 1) : 0;
  if (word === null && left !== null) setLeft(null);

  const take = (suggestion: Suggestion): void => {
    if (word) onTake(suggestion, word);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (items.length === 0 || isComposing(event) || event.ctrlKey || event.metaKey) return false;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = steps[event.key];
    const item = items[at];
    if (by !== undefined) setChosen({ query, at: (at + by + items.length) % items.length });
    else if (event.key === 'Escape') setLeft(word?.from ?? null);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && item) take(item);
    else return false;
    event.preventDefault();
    return true;
  };
  return { items, at, take, onKeyDown };
}

/** Between colons it is called several things: the one that is being written, else the first. */
function codeOf(codes: string, query: string): string {
  const all = codes.split(' ');
  const code = all.find((each) => each.startsWith(query.toLowerCase())) ?? all[0] ?? '';
  return code === '' ? '' : `:${code}:`;
}

/** Emoji come when somebody first asks for one. */
function useEmoji(word: Word | null): Suggestion[] {
  const query = word?.sign === ':' ? word.query : '';
  const [found, setFound] = useState<{ query: string; items: Suggestion[] }>({
    query: '',
    items: NONE,
  });
  useEffect(() => {
    if (query === '') return undefined;
    let wanted = true;
    const look = async (): Promise<void> => {
      const { suggestEmoji } = await import('../../ui/emoji/suggest');
      const items = suggestEmoji(query)
        .slice(0, SUGGESTIONS_MAX)
        .map(([emoji, name, , codes = '']): Suggestion => ({
          key: emoji,
          insert: emoji,
          label: name,
          note: codeOf(codes, query),
          picture: { kind: 'emoji', text: emoji },
        }));
      if (wanted) setFound({ query, items });
    };
    // Without a network there is nothing to offer; it can still be written.
    look().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [query]);
  return query === found.query ? found.items : NONE;
}
