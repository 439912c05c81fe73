/** The spaces one is in, one below the other. */
import type { SpaceId } from '../../protocol';
import { hueOf, initialsOf, Picture } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import type { SpaceEntry } from './spacesSlice';
import './rail.css';
import { words } from './words';

interface RailProps {
  spaces: SpaceEntry[];
  /** The one on the screen. */
  current: SpaceId | null;
  /** What is new, space by space. */
  news: Record<SpaceId, { unread: boolean; mentions: number }>;
  /** Makes another; `null` for those who may not. */
  onMake: (() => void) | null;
}

/** Only there where there is a choice. */
export function Rail({ spaces, current, news, onMake }: RailProps) {
  if (spaces.length < 2) return null;
  return (
    <ul className="rail" aria-label={words.spaces}>
      {spaces.map(({ space: { id, name } }) => (
        <li key={id}>
          <a
            className={news[id]?.unread ? 'space unread' : 'space'}
            href={`/spaces/${id}`}
            aria-current={id === current ? 'true' : undefined}
            title={name}
          >
            <span className="square" data-hue={hueOf(id)} aria-hidden="true">
              {initialsOf(name)}
              <Picture id={id} />
            </span>
            <span className="only-heard">{labelOf(name, news[id])}</span>
            <Badge count={news[id]?.mentions ?? 0} />
          </a>
        </li>
      ))}
      {onMake && (
        <li>
          <button type="button" className="space" aria-label={words.makeSpace} onClick={onMake}>
            <span className="square">
              <Icon name="plus" size={18} />
            </span>
          </button>
        </li>
      )}
    </ul>
  );
}

function labelOf(name: string, news: { unread: boolean; mentions: number } | undefined): string {
  if (!news?.unread) return name;
  if (news.mentions === 0) return words.newMessages(name);
  return words.mentions(name, news.mentions);
}
