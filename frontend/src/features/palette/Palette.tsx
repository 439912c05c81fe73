/**
 * Goes anywhere and does anything by a few letters. The focus stays in the field; arrow keys move
 * the choice (the combobox pattern), Enter takes it.
 */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Avatar } from '../../ui/Avatar';
import { Icon, type IconName } from '../../ui/Icon';
import './palette.css';
import { rank, type Ranked, type Target } from './rank';
import { recentIs, recents } from './recents';
import { common } from '../../language/common';
import { words } from './words';
import { number } from '../../language/formats';

/** Something to choose. */
export interface Choice extends Target {
  /** A picture, or whose initials are drawn. */
  icon: IconName | { avatarOf: string };
  /** Goes there or does it. */
  take: () => void;
}

interface PaletteProps {
  choices: readonly Choice[];
  /** What is looked for; more may be found elsewhere. */
  onQuery: (query: string) => void;
  onClose: () => void;
}

/** How many rows the page keys go. */
const PAGE_ROWS = 8;

/** Shown while it is rendered. */
export function Palette({ choices, onQuery, onClose }: PaletteProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // As they were when it was opened: nothing moves while somebody chooses.
  const [lately] = useState(recents);
  const found = useMemo(() => rank(choices, query, lately), [choices, query, lately]);
  const chosen = found[Math.min(at, found.length - 1)];
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const take = ({ target }: Ranked<Choice>): void => {
    recentIs(target.key);
    // Closed first: where it leads decides about the focus last.
    onClose();
    target.take();
  };
  const keys = (event: KeyboardEvent): void => {
    // The Enter that ends the choice of an input method is not ours.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      take(chosen);
      return;
    }
    const next = nextPlace(event.key, at, found.length);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
  };
  return (
    // A click beside it closes it; by keyboard, Escape does the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className="palette"
      aria-label={words.findOrJumpTo}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="palette-field">
        <Icon name="search" size={18} />
        <input
          role="combobox"
          aria-label={words.findOrJumpTo}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${found.indexOf(chosen)}` : undefined}
          aria-autocomplete="list"
          placeholder={words.findOrJumpTo}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            onQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={keys}
        />
        <button type="button" className="palette-close" onClick={onClose}>
          {common.close}
        </button>
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={words.found} className="palette-list">
        {found.map((each, index) => (
          <Row
            key={each.target.key}
            id={`${id}-${index}`}
            ranked={each}
            chosen={each === chosen}
            onPoint={() => setAt(index)}
            onTake={() => take(each)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="palette-nothing">{words.nothingYouCanSeeIs}</p>}
      <p className="palette-signs" aria-hidden="true">
        {words.signs(<kbd>@</kbd>, <kbd>#</kbd>, <kbd>{'>'}</kbd>)}
      </p>
      <p className="only-heard" role="status">
        {words.results(found.length)}
      </p>
    </dialog>
  );
}

interface RowProps {
  id: string;
  ranked: Ranked<Choice>;
  chosen: boolean;
  onPoint: () => void;
  onTake: () => void;
}

function Row({ id, ranked: { target, hits }, chosen, onPoint, onTake }: RowProps) {
  const { name, hint, icon, unread, mentions = 0 } = target;
  return (
    // By keyboard the field drives the list; an option is never focused itself.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      ref={chosen ? reveal : undefined}
      role="option"
      aria-selected={chosen}
      className={unread ? 'palette-row unread' : 'palette-row'}
      // Moving over it chooses; lying under the pointer when the list changes does not.
      onPointerMove={chosen ? undefined : onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <span className="palette-icon">
        {typeof icon === 'string' ? (
          <Icon name={icon} />
        ) : (
          <Avatar id={icon.avatarOf} name={name} size="small" />
        )}
      </span>
      <bdi className="palette-name">{parts(name, hits)}</bdi>
      {hint && <bdi className="palette-hint">{hint}</bdi>}
      {mentions > 0 && (
        <span className="palette-mentions" aria-label={words.forYou(mentions)}>
          {number(mentions)}
        </span>
      )}
    </div>
  );
}

/** The name, with what fits marked. */
function parts(name: string, hits: [number, number][]) {
  let end = 0;
  const pieces = hits.flatMap(([from, to]) => {
    const piece = [name.slice(end, from), <mark key={from}>{name.slice(from, to)}</mark>];
    end = to;
    return piece;
  });
  return [...pieces, name.slice(end)];
}

/** The choice is always in sight. */
function reveal(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}

/** Where a key leads; `null` when it leads nowhere. Up and down go round. */
function nextPlace(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'PageDown':
      return Math.min(count - 1, at + PAGE_ROWS);
    case 'PageUp':
      return Math.max(0, at - PAGE_ROWS);
    default:
      return null;
  }
}
