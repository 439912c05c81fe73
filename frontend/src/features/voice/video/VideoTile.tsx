/** One camera or screen. */
import { useEffect, useState, type Ref } from 'react';
import type { User } from '../../../protocol';
import { Avatar } from '../../../ui/Avatar';
import { Marks } from '../Marks';
import type { Tile } from './tiles';
import { useSight, useStream } from './useStream';
import { words } from './words';
import { OneLine } from '../../../ui/OneLine';

interface VideoTileProps {
  tile: Tile;
  nameOf: (user: User) => string;
  large?: boolean;
  onClick: () => void;
}

/** How it is called. */
export function titleOfTile({ kind, own, person }: Tile, nameOf: (user: User) => string): string {
  const name = nameOf(person.user);
  if (kind === 'screen') return own ? words.yourScreen : words.screenOf(name);
  return own ? words.you(name) : name;
}

/** A click makes it large, or one of all again. */
export function VideoTile({ tile, nameOf, large = false, onClick }: VideoTileProps) {
  const { kind, own, person } = tile;
  const title = titleOfTile(tile, nameOf);
  return (
    <button
      type="button"
      className="video-tile"
      data-kind={kind}
      data-own={own || undefined}
      data-large={large || undefined}
      data-speaking={(kind === 'camera' && person.state.speaking) || undefined}
      aria-pressed={large}
      onClick={onClick}
    >
      <Picture tile={tile} name={nameOf(person.user)} />
      <span className="video-plate">
        <span className="name" dir="auto" title={title}>
          <OneLine>{title}</OneLine>
        </span>
        {kind === 'camera' && <Marks state={person.state} bare />}
      </span>
    </button>
  );
}

function Picture({ tile, name }: { tile: Tile; name: string }) {
  const stream = useStream(tile);
  const ref = useSight(tile);
  const [playing, setPlaying] = useState<MediaStream | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.srcObject = stream;
    if (stream) void element.play().catch(() => undefined);
  }, [ref, stream]);
  const there = stream !== null && playing === stream;
  return (
    <>
      <video
        ref={ref as Ref<HTMLVideoElement>}
        muted
        playsInline
        autoPlay
        data-there={there || undefined}
        onPlaying={() => setPlaying(stream)}
        onResize={() => setPlaying(stream)}
      />
      {!there && (
        <span className="video-waits" role="img" aria-label={words.coming}>
          <Avatar id={tile.person.user.id} name={name} size="large" />
        </span>
      )}
    </>
  );
}
