/** What stands in the way of leaving, and the ways out of each. */
import type { Space } from '../../protocol';

/** Nothing where nothing is theirs. */
export function OwnedSpaces({ spaces }: { spaces: Space[] }) {
  if (spaces.length === 0) return null;
  return (
    <ul className="rows" aria-label="Spaces that are yours">
      {spaces.map(({ id, name }) => (
        <li key={id}>
          <div className="about">
            <b>{name}</b>
          </div>
          <a
            className="button plain"
            href={`/spaces/${id}/settings/hand-over`}
            aria-label={`Hand over ${name}`}
          >
            Hand over
          </a>
          <a
            className="button plain"
            href={`/spaces/${id}/settings/delete`}
            aria-label={`Delete ${name}`}
          >
            Delete
          </a>
        </li>
      ))}
    </ul>
  );
}
