/** Somebody who is called, or a channel that is pointed to, by the name it has now. */
import { useNames, type Piece } from './names';
import { words } from '../words';

/** One's own name stands out. */
export function Mention({ piece }: { piece: Exclude<Piece, { kind: 'text' }> }) {
  const names = useNames();
  switch (piece.kind) {
    case 'user': {
      const user = names.user(piece.id);
      return (
        <bdi className={user?.me ? 'called called-me' : 'called'}>@{user?.name ?? 'unknown'}</bdi>
      );
    }
    case 'role': {
      const role = names.role(piece.id);
      return (
        <bdi className={role?.mine ? 'called called-me' : 'called'}>
          @{role?.name ?? words.unknownRole}
        </bdi>
      );
    }
    case 'channel': {
      const channel = names.channel(piece.id);
      return channel ? <a href={channel.href}>#{channel.name}</a> : <bdi>{words.unknown}</bdi>;
    }
    case 'all':
      return <bdi className="called">{piece.text}</bdi>;
  }
}
