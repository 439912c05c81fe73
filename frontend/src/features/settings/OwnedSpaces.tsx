/** What stands in the way of leaving, and the ways out of each. */
import type { Space } from '../../protocol';
import { common } from '../../language/common';
import { words } from './words';

/** Nothing where nothing is theirs. */
export function OwnedSpaces({ spaces }: { spaces: Space[] }) {
  if (spaces.length === 0) return null;
  return (
    <ul className="rows" aria-label={words.spacesThatAreYours}>
      {spaces.map(({ id, name }) => (
        <li key={id}>
          <div className="about">
            <b>
              <bdi>{name}</bdi>
            </b>
          </div>
          <a
            className="button plain"
            href={`/spaces/${id}/settings/hand-over`}
            aria-label={words.handOverOf(name)}
          >
            {words.handOver}
          </a>
          <a
            className="button plain"
            href={`/spaces/${id}/settings/delete`}
            aria-label={words.deleteOf(name)}
          >
            {common.delete}
          </a>
        </li>
      ))}
    </ul>
  );
}
