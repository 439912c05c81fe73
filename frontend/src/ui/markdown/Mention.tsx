/** Somebody who is called, or a channel that is pointed to, by the name it has now. */
import { use } from 'react';
import { CalledContext, useNames, type Piece } from './names';
import { words } from '../words';

/** One's own name stands out. */
export function Mention({ piece }: { piece: Exclude<Piece, { kind: 'text' }> }) {
  const names = useNames();
  const onCalled = use(CalledContext);
  switch (piece.kind) {
    case 'user': {
      const user = names.user(piece.id);
      return (
        // By keyboard people are opened from the list of them.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-static-element-interactions
        <bdi
          className={user?.me ? 'called called-me' : 'called'}
          data-opens={user && onCalled ? '' : undefined}
          onClick={({ currentTarget }) => onCalled?.(piece.id, currentTarget)}
        >
          @{user?.name ?? words.nobodyKnown}
        </bdi>
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
