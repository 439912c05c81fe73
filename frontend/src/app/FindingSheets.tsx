/** What lies above the page to find things with. */
import { lazy, Suspense } from 'react';
import type { Channel } from '../protocol';
import { useFinding } from './finding';
import { wholePalette } from './soon';

const ShortcutsDialog = lazy(() => import('../features/palette/ShortcutsDialog'));
const WholePalette = lazy(wholePalette);

/** One at a time. */
export function FindingSheets({ channel }: { channel: Channel | undefined }) {
  const { sheet, raise } = useFinding();
  return (
    <Suspense>
      {sheet === 'palette' && <WholePalette channel={channel} />}
      {sheet === 'shortcuts' && <ShortcutsDialog onClose={() => raise(null)} />}
    </Suspense>
  );
}
