/** The picture of a tile, and whether anybody looks at it. */
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useAct, type Verb } from '../../../services';
import type { Video } from '../../../services/voice/video';
import type { Tile } from './tiles';

const theVideo =
  (): Verb<Video | null> =>
  (_dispatch, _state, { voice }) =>
    voice.voice?.video ?? null;

/** What comes of it; `null` = nothing yet. */
export function useStream({ person, kind }: Tile): MediaStream | null {
  const act = useAct();
  const video = act(theVideo());
  return useSyncExternalStore(
    useCallback((changed) => video?.watch(changed) ?? (() => undefined), [video]),
    () => video?.stream(person.user.id, kind) ?? null,
  );
}

/** What is in sight is sent, and as large as it is shown; goes at the element of the picture. */
export function useSight({ person, kind, own }: Tile) {
  const act = useAct();
  const ref = useRef<HTMLVideoElement>(null);
  const { id } = person.user;
  useEffect(() => {
    const element = ref.current;
    const video = act(theVideo());
    if (!element || !video || own) return undefined;
    let inSight = false;
    const tell = (): void => {
      const width = Math.max(1, Math.round(element.clientWidth * devicePixelRatio));
      video.sees(id, kind, inSight ? width : 0);
    };
    const sight = new IntersectionObserver((entries) => {
      inSight = entries.at(-1)?.isIntersecting === true;
      tell();
    });
    const size = new ResizeObserver(tell);
    sight.observe(element);
    size.observe(element);
    return () => {
      sight.disconnect();
      size.disconnect();
      video.sees(id, kind, 0);
    };
  }, [act, id, kind, own]);
  return ref;
}

/** The best that one wants. */
export const capped =
  (cap: Parameters<Video['cap']>[0]): Verb<void> =>
  (_dispatch, _state, { voice }) =>
    voice.voice?.video.cap(cap);
