/** Everything that is shown in the call one is in: all of it beside each other, or one large and the others below. */
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type RefObject,
} from 'react';
import type { Participant, User, UserId } from '../../../protocol';
import { useAct } from '../../../services';
import type { Cap, VideoKey } from '../../../services/voice/video/wishes';
import { IconButton } from '../../../ui/Button';
import { Select } from '../../../ui/Select';
import { columnsOf, tilesOf } from './tiles';
import { titleOfTile, VideoTile } from './VideoTile';
import { capped } from './useStream';
import { words } from './words';
import './video.css';

interface VideoStageProps {
  people: readonly Participant[];
  self: UserId | null;
  nameOf: (user: User) => string;
}

/** What somebody else shares is large until one chooses otherwise. */
export default function VideoStage({ people, self, nameOf }: VideoStageProps) {
  const tiles = tilesOf(people, self);
  const [chosen, setChosen] = useState<VideoKey | 'grid' | null>(null);
  const shared = tiles.find(({ kind, own }) => kind === 'screen' && !own)?.key ?? 'grid';
  const key = chosen !== null && tiles.some((each) => each.key === chosen) ? chosen : null;
  const wanted = chosen === 'grid' ? 'grid' : (key ?? shared);
  const focused = tiles.find((each) => each.key === wanted);
  const others = tiles.filter((each) => each !== focused);
  const room = useRef<HTMLElement>(null);
  const { ref, columns } = useColumns(others.length);
  const toGrid = useCallback(() => setChosen('grid'), []);
  useWayBack(focused ? toGrid : null);
  const tile = (each: (typeof tiles)[number], large = false) => (
    <VideoTile
      tile={each}
      nameOf={nameOf}
      large={large}
      onClick={() => setChosen(large ? 'grid' : each.key)}
    />
  );
  return (
    <section
      ref={room}
      className="videos"
      aria-label={words.videos}
      data-focused={focused !== undefined || undefined}
    >
      {focused && (
        <div className="video-focus">
          {tile(focused, true)}
          <Tools room={room} title={titleOfTile(focused, nameOf)} onGrid={toGrid} />
        </div>
      )}
      {others.length > 0 && (
        <ul className="video-grid" ref={ref} style={{ '--columns': columns } as CSSProperties}>
          {others.map((each) => (
            <li key={each.key}>{tile(each)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** As many beside each other as fill the room best. */
function useColumns(count: number) {
  const [size, setSize] = useState({ width: 16, height: 9 });
  const ref = useCallback((element: HTMLUListElement) => {
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, columns: columnsOf(count, size.width, size.height) };
}

/** Escape leads back to all, unless it means something else where one is. */
function useWayBack(back: (() => void) | null): void {
  useEffect(() => {
    if (!back) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      const { target } = event;
      const writes = target instanceof HTMLElement && target.matches('input, textarea, select');
      const elsewhere = writes || document.querySelector('dialog[open]') !== null;
      if (event.key !== 'Escape' || elsewhere || document.fullscreenElement) return;
      event.stopPropagation();
      back();
    };
    document.addEventListener('keydown', pressed, true);
    return () => document.removeEventListener('keydown', pressed, true);
  }, [back]);
}

interface ToolsProps {
  room: RefObject<HTMLElement | null>;
  title: string;
  onGrid: () => void;
}

const CAPS: readonly Cap[] = ['auto', 'high', 'mid', 'low'];

function Tools({ room, title, onGrid }: ToolsProps) {
  const act = useAct();
  const [cap, setCap] = useState<Cap>('auto');
  const full = useFullScreen();
  return (
    <div className="video-tools" role="toolbar" aria-label={words.focused(title)}>
      <IconButton icon="grid" label={words.grid} onClick={onGrid} />
      <Select
        label={words.quality}
        value={cap}
        options={CAPS.map((value) => [value, words.caps[value]] as const)}
        onChange={(value) => {
          setCap(value);
          act(capped(value));
        }}
      />
      {document.pictureInPictureEnabled && (
        <IconButton
          icon="apart"
          label={words.apart}
          onClick={() => {
            const picture = room.current?.querySelector<HTMLVideoElement>('.video-focus video');
            void picture?.requestPictureInPicture().catch(() => undefined);
          }}
        />
      )}
      {document.fullscreenEnabled && (
        <IconButton
          icon={full ? 'smaller' : 'larger'}
          label={full ? words.noFullScreen : words.fullScreen}
          tip="end"
          onClick={() =>
            void (full ? document.exitFullscreen() : room.current?.requestFullscreen())?.catch(
              () => undefined,
            )
          }
        />
      )}
    </div>
  );
}

function useFullScreen(): boolean {
  const [full, setFull] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  return full;
}
