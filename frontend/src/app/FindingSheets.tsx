/** What lies above the page to find things with. */
import { lazy, Suspense, useState } from 'react';
import type { Channel } from '../protocol';
import { useFinding } from './finding';
import { wholePalette } from './soon';

const ShortcutsDialog = lazy(() => import('../features/palette/ShortcutsDialog'));
const LatePalette = lazy(wholePalette.load);

/** One at a time. */
export function FindingSheets({ channel }: { channel: Channel | undefined }) {
  const { sheet, raise } = useFinding();
  return (
    <Suspense>
      {sheet === 'palette' && <PaletteSheet channel={channel} />}
      {sheet === 'shortcuts' && <ShortcutsDialog onClose={() => raise(null)} />}
    </Suspense>
  );
}

/** Which of the two is settled when it opens: another component would forget what was typed. */
function PaletteSheet({ channel }: { channel: Channel | undefined }) {
  const [Whole] = useState(() => wholePalette.ifHere() ?? LatePalette);
  return <Whole channel={channel} />;
}
