/** A person in small: two letters on a colour of their own, until there is a picture. */
import { use } from 'react';
import { PicturesContext } from './pictures';
import { words } from './words';

const HUES = 8;

/** The colour of an id: the same for everybody, on every day. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}

/** The first two letters of a name, as a person would count them. */
export function initialsOf(name: string): string {
  const graphemes = new Intl.Segmenter().segment(name.replaceAll(/\s/g, ''));
  return Array.from(graphemes, ({ segment }) => segment)
    .slice(0, 2)
    .join('')
    .toUpperCase();
}

/** How somebody is seen. */
type Seen = keyof typeof words.status;

/** The same for those who hear the page. */
export function statusWord(status: Seen): string {
  return words.status[status];
}

interface AvatarProps {
  id: string;
  name: string;
  size?: '' | 'small' | 'medium' | 'large';
  /** How somebody is seen, as a dot at the corner. */
  status?: Seen | undefined;
}

/** Beside a name, never instead of one: so it is not read aloud. */
export function Avatar({ id, name, size = '', status }: AvatarProps) {
  const picture = (
    <span className={`avatar ${size}`} data-hue={hueOf(id)} aria-hidden="true">
      {initialsOf(name)}
      <Picture id={id} />
    </span>
  );
  if (!status) return picture;
  return (
    <span className="seen" data-status={status} aria-hidden="true">
      {picture}
    </span>
  );
}

/** Over the initials, once it is there. */
export function Picture({ id }: { id: string }) {
  const { of, failed } = use(PicturesContext);
  const address = of(id);
  return address === null ? null : <img src={address} alt="" onError={() => failed(id)} />;
}
