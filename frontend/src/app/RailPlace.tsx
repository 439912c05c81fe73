/** The spaces at the left edge, with what is new in each. */
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { selectChannels } from '../features/channels/channelsSlice';
import { selectNews } from '../features/reads/readsSlice';
import { Rail } from '../features/spaces/Rail';
import { selectSpaces } from '../features/spaces/spacesSlice';
import type { SpaceId } from '../protocol';
import { useAsk } from './asking';
import { useMayMake } from './useMayMake';
import { useMuted } from './useMuted';

/** Nothing where there is only one. */
export function RailPlace({ current }: { current: SpaceId | null }) {
  const ask = useAsk();
  const spaces = useSelector(selectSpaces);
  const channels = useSelector(selectChannels);
  const news = useSelector(selectNews);
  const muted = useMuted();
  const mayMake = useMayMake();
  const bySpace = useMemo(() => {
    const sums: Record<SpaceId, { unread: boolean; mentions: number }> = {};
    for (const [id, { mentions }] of Object.entries(news)) {
      const spaceId = channels?.[id]?.spaceId;
      if (!spaceId) continue;
      const sum = (sums[spaceId] ??= { unread: false, mentions: 0 });
      const quiet = id in muted || spaceId in muted;
      sum.unread ||= !quiet || mentions > 0;
      sum.mentions += mentions;
    }
    return sums;
  }, [news, channels, muted]);
  return (
    <Rail
      spaces={spaces}
      current={current}
      news={bySpace}
      onMake={mayMake ? () => ask({ what: 'make-space' }) : null}
    />
  );
}
