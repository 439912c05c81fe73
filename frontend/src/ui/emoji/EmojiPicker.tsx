/**
 * Choosing an emoji: by name, or by looking around. The focus stays in the search field; arrow keys
 * move the choice (the combobox pattern), Enter takes it. Loaded when first opened.
 */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import categories from './emoji.json';
import './emoji.css';
import { find, type Category, type Emoji } from './find';
import { recentEmoji, remember } from './recent';

const COLUMNS = 8;
const ALL = categories as unknown as Category[];
const NAMES = new Map(ALL.flatMap(({ emoji }) => emoji.map(([each, name]) => [each, name])));

interface PickerProps {
  onPick: (emoji: string) => void;
}

/** The picker, ready to type in. */
export default function EmojiPicker({ onPick }: PickerProps) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const sections = useMemo(() => sectionsFor(query), [query]);
  const flat = useMemo(() => sections.flatMap(({ emoji }) => emoji), [sections]);
  const chosen = flat[at];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, sections]);

  const pick = (emoji: string): void => {
    remember(emoji);
    onPick(emoji);
  };
  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      pick(chosen[0]);
      return;
    }
    const next = nextPlace(event.key, at, sections);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
  };

  let place = -1;
  return (
    <div className="emoji-picker">
      <input
        ref={field}
        className="emoji-search"
        role="combobox"
        aria-label="Search emoji"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${at}` : undefined}
        placeholder="Search emoji"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={move}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Emoji" className="emoji-list">
        {sections.map((section) => (
          <div key={section.name} role="group" aria-label={section.name}>
            <div className="emoji-section" aria-hidden="true">
              {section.name}
            </div>
            <div className="emoji-grid" role="presentation">
              {section.emoji.map(([emoji, name]) => {
                place += 1;
                return (
                  <Choice
                    key={emoji}
                    id={`${id}-${place}`}
                    emoji={emoji}
                    name={name}
                    chosen={place === at}
                    onPick={pick}
                  />
                );
              })}
            </div>
          </div>
        ))}
      </div>
      <p className="emoji-name" aria-live="polite">
        {chosen ? chosen[1] : 'No emoji is called that.'}
      </p>
    </div>
  );
}

interface ChoiceProps {
  id: string;
  emoji: string;
  name: string;
  chosen: boolean;
  onPick: (emoji: string) => void;
}

function Choice({ id, emoji, name, chosen, onPick }: ChoiceProps) {
  return (
    // By keyboard the search field drives the list; an option is never focused itself.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-label={name}
      title={name}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onPick(emoji)}
    >
      {emoji}
    </div>
  );
}

interface Section {
  name: string;
  emoji: readonly Emoji[];
}

function sectionsFor(query: string): Section[] {
  if (query.trim() !== '') {
    const found = find(ALL, query);
    return found.length > 0 ? [{ name: 'Found', emoji: found }] : [];
  }
  const recent = recentEmoji().map((emoji): Emoji => [emoji, NAMES.get(emoji) ?? emoji]);
  return [{ name: 'Recent', emoji: recent }, ...ALL];
}

/** Sections are rows of their own, so up and down count from the start of each. */
function nextPlace(key: string, at: number, sections: Section[]): number | null {
  const sizes = sections.map(({ emoji }) => emoji.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return null;
  if (key === 'ArrowRight') return Math.min(total - 1, at + 1);
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const rows = rowsOf(sizes);
  const row = rows.findIndex(({ first, size }) => at < first + size);
  const column = at - (rows[row]?.first ?? 0);
  const target = rows[row + (key === 'ArrowDown' ? 1 : -1)];
  return target ? target.first + Math.min(column, target.size - 1) : at;
}

function rowsOf(sizes: number[]): { first: number; size: number }[] {
  const rows: { first: number; size: number }[] = [];
  let first = 0;
  for (const size of sizes) {
    for (let start = 0; start < size; start += COLUMNS) {
      rows.push({ first: first + start, size: Math.min(COLUMNS, size - start) });
    }
    first += size;
  }
  return rows;
}
