/** Where a search is typed: conditions as chips, words after them, and what could come next. */
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../ui/Icon';
import { take, withFilter, wordsOf, type Directory, type Filter, type Query } from './filters';
import { suggest, type Suggestion } from './suggest';
import { words } from './words';
import { common } from '../../language/common';
import { OneLine } from '../../ui/OneLine';

interface SearchFieldProps {
  query: Query;
  directory: Directory;
  onChange: (query: Query) => void;
  /** The person says that they are done typing. */
  onDone: (query: Query) => void;
}

/** The place shortcuts lead to. */
export const FIELD_ID = 'search-field';

/** The field has the focus throughout; the list below it is driven by the arrow keys. */
export function SearchField({ query, directory, onChange, onDone }: SearchFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const [unknown, setUnknown] = useState<string[]>([]);
  const [today] = useState(() => new Date());
  const { text, filters } = query;
  const { rest, suggestions } = useMemo(
    () => suggest(text, filters, directory, today),
    [text, filters, directory, today],
  );
  const shown = open && suggestions.length > 0;
  const chosen = shown ? suggestions[at] : undefined;

  const write = (next: string, done = false): void => {
    const taken = take(next, directory, done, today);
    const changed = {
      ...query,
      text: taken.text,
      filters: taken.filters.reduce(withFilter, filters),
    };
    setUnknown(done ? taken.unknown : []);
    setAt(-1);
    setOpen(!done);
    if (done) onDone(changed);
    else onChange(changed);
  };
  const choose = (suggestion: Suggestion): void => {
    field.current?.focus();
    setAt(-1);
    if (suggestion.kind === 'operator') {
      onChange({ ...query, text: `${rest}${suggestion.label}` });
      return;
    }
    setOpen(false);
    setUnknown([]);
    onDone({ ...query, text: rest.trimStart(), filters: withFilter(filters, suggestion.filter) });
  };
  const drop = (key: Filter['key']): void => {
    onDone({ ...query, filters: filters.filter((each) => each.key !== key) });
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const last = filters.at(-1);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && suggestions.length > 0) {
      event.preventDefault();
      setOpen(true);
      // One place more than there are suggestions: the text itself.
      const places = suggestions.length + 1;
      setAt(((at + 1 + step + places) % places) - 1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === 'Enter') {
      write(text, true);
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === 'Backspace' && last && event.currentTarget.selectionEnd === 0) {
      event.preventDefault();
      drop(last.key);
    }
  };
  return (
    <div className="search-field">
      {/* A click anywhere in the frame is a click on the field; by keyboard it is reached itself. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        className="search-box"
        onClick={(event) => {
          if (event.target === event.currentTarget) field.current?.focus();
        }}
      >
        <Icon name="search" />
        {filters.map((filter) => (
          <button
            key={filter.key}
            type="button"
            className="search-chip"
            aria-label={words.remove(wordsOf(filter))}
            onClick={() => drop(filter.key)}
          >
            <span>{wordsOf(filter)}</span>
            <Icon name="close" size={12} />
          </button>
        ))}
        <input
          ref={field}
          id={FIELD_ID}
          data-first
          role="combobox"
          aria-label={words.searchMessages}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          aria-describedby={unknown.length > 0 ? `${id}-unknown` : undefined}
          placeholder={filters.length === 0 ? words.searchMessages : ''}
          autoComplete="off"
          autoCapitalize="off"
          enterKeyHint="search"
          maxLength={QUERY_CHARS_MAX}
          value={text}
          onChange={(event) => write(event.target.value)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={keys}
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={words.conditions}
        className="search-suggestions"
        hidden={!shown}
      >
        {suggestions.map((suggestion, index) => (
          // By keyboard the field drives the list; an option is never focused itself.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={`${suggestion.label} ${suggestion.hint}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(suggestion)}
          >
            <b>
              <OneLine>{suggestion.label}</OneLine>
            </b>
            <span>{suggestion.hint}</span>
          </div>
        ))}
      </div>
      {unknown.length > 0 && (
        <p className="search-unknown" id={`${id}-unknown`} role="alert">
          {words.unknown(unknown.join(common.comma))}
        </p>
      )}
    </div>
  );
}

/** As the server has it. */
const QUERY_CHARS_MAX = 256;
