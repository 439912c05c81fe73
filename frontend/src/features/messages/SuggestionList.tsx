/** What the word at the caret may become, above the field. The focus stays in the field. */
import { Avatar } from '../../ui/Avatar';
import type { Suggestion } from './completion';
import './suggestions.css';
import { words } from './words';

interface SuggestionListProps {
  id: string;
  items: Suggestion[];
  /** The place of the chosen one. */
  at: number;
  onTake: (suggestion: Suggestion) => void;
}

/** The listbox of the field; `optionId` names its lines. */
export function SuggestionList({ id, items, at, onTake }: SuggestionListProps) {
  return (
    <>
      <p className="only-heard" role="status">
        {items.length === 0 ? '' : words.countOf(items.length)}
      </p>
      {items.length > 0 && (
        <div id={id} className="suggestions" role="listbox" aria-label={words.suggestions}>
          {items.map((item, index) => (
            // By keyboard the field drives the list; an option is never focused itself.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={item.key}
              id={optionId(id, index)}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onTake(item)}
            >
              <Picture picture={item.picture} />
              <bdi className="label">{item.label}</bdi>
              {item.note && <small>{item.note}</small>}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** For `aria-activedescendant`. */
export function optionId(id: string, index: number): string {
  return `${id}-${index}`;
}

function Picture({ picture }: Pick<Suggestion, 'picture'>) {
  if (picture.kind === 'person') {
    return <Avatar id={picture.id} name={picture.name} size="small" />;
  }
  return (
    <span className={picture.kind} aria-hidden="true">
      {picture.text}
    </span>
  );
}
