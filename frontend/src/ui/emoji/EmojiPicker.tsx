/**
 * Choosing an emoji: by name, or by looking around. The focus stays in the search field; arrow keys
 * move the choice (the combobox pattern), Enter takes it. Loaded when first opened.
 */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import categories from './emoji.json';
import './emoji.css';
import { find, type Category, type Emoji } from './find';
import { called } from './names';
import { nextPlace, placed, type Section } from './places';
import { recentEmoji, remember } from './recent';
import { chooseTone, chosenTone, toned, toneNames, TONES, untoned } from './tones';
import { words } from './words';

/** What was used last has no sign of its own. */
const RECENT_SIGN = '🕘';

/** All there are, called as they are called here. */
const everything = (): Category[] =>
  (categories as unknown as Category[]).map(({ name, emoji }) => ({
    name: words.categories[name as keyof typeof words.categories],
    emoji: emoji.map(called),
  }));

interface PickerProps {
  onPick: (emoji: string) => void;
}

/** The picker, ready to type in. */
export default function EmojiPicker({ onPick }: PickerProps) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const [tone, setTone] = useState(chosenTone);
  const [all] = useState(everything);
  const sections = useMemo(() => sectionsFor(all, query, tone), [all, query, tone]);
  const flat = useMemo(() => sections.flatMap(({ emoji }) => emoji), [sections]);
  const chosen = flat[at];

  useEffect(() => field.current?.focus(), []);

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

  return (
    <div className="emoji-picker">
      <input
        ref={field}
        className="emoji-search"
        role="combobox"
        aria-label={words.searchEmoji}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${at}` : undefined}
        placeholder={words.searchEmoji}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={move}
      />
      {query.trim() === '' && (
        <Categories
          sections={sections}
          at={at}
          onGo={(first) => {
            setAt(first);
            field.current?.focus();
          }}
        />
      )}
      <div id={`${id}-list`} role="listbox" aria-label={words.emoji} className="emoji-list">
        {sections.map((section) => (
          <div key={section.name} role="group" aria-label={section.name}>
            <div className="emoji-section" aria-hidden="true">
              {section.name}
            </div>
            <div className="emoji-grid" role="presentation">
              {section.emoji.map(([emoji, name], index) => (
                <Choice
                  key={emoji}
                  id={`${id}-${section.first + index}`}
                  emoji={emoji}
                  name={name}
                  chosen={section.first + index === at}
                  onPick={pick}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className="emoji-foot">
        <p className="emoji-name" aria-live="polite">
          {chosen ? chosen[1] : words.noEmojiIsCalledThat}
        </p>
        <SkinTones
          chosen={tone}
          onChoose={(next) => {
            chooseTone(next);
            setTone(next);
            field.current?.focus();
          }}
        />
      </div>
    </div>
  );
}

interface CategoriesProps {
  sections: Section[];
  /** The place of the choice. */
  at: number;
  onGo: (first: number) => void;
}

/** A way to the beginning of each; by the keyboard the arrow keys lead there as well. */
function Categories({ sections, at, onGo }: CategoriesProps) {
  return (
    <div className="emoji-categories" role="group" aria-label={words.sorts}>
      {sections.map(({ name, emoji, first }) => (
        <button
          key={name}
          type="button"
          aria-label={name}
          aria-pressed={first <= at && at < first + emoji.length}
          title={name}
          onClick={() => onGo(first)}
        >
          {first === 0 ? RECENT_SIGN : emoji[0]?.[0]}
        </button>
      ))}
    </div>
  );
}

/** One's own choice, for every emoji that has skin. */
function SkinTones({ chosen, onChoose }: { chosen: string; onChoose: (tone: string) => void }) {
  return (
    <div className="emoji-tones" role="group" aria-label={words.skinTone}>
      {TONES.map((tone, index) => (
        <button
          key={tone}
          type="button"
          aria-label={toneNames()[index]}
          aria-pressed={tone === chosen}
          title={toneNames()[index]}
          onClick={() => onChoose(tone)}
        >
          {toned('✋', tone)}
        </button>
      ))}
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
      ref={chosen ? reveal : undefined}
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

/** The choice is always in sight; the first of a sort with its name over it. */
function reveal(choice: HTMLElement | null): void {
  const first = choice?.parentElement?.firstElementChild === choice;
  const shown = first ? choice?.closest('[role=group]') : choice;
  shown?.scrollIntoView({ block: first ? 'start' : 'nearest' });
}

function sectionsFor(all: readonly Category[], query: string, tone: string): Section[] {
  if (query.trim() !== '') {
    const found = find(all, query);
    return found.length > 0 ? placed(inTone([{ name: words.found, emoji: found }], tone)) : [];
  }
  const names = new Map(all.flatMap(({ emoji }) => emoji.map(([each, name]) => [each, name])));
  const recent = recentEmoji().map((emoji): Emoji => [emoji, names.get(untoned(emoji)) ?? emoji]);
  return placed([{ name: words.recent, emoji: recent }, ...inTone(all, tone)]);
}

function inTone(all: readonly Category[], tone: string): Category[] {
  return all.map(({ name, emoji }) => ({
    name,
    emoji: emoji.map(([each, what]): Emoji => [toned(each, tone), what]),
  }));
}
