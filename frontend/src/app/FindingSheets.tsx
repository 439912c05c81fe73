/** What lies above the page to find things with. */
import { lazy, Suspense } from 'react';
import { Palette } from '../features/palette/Palette';
import type { Channel } from '../protocol';
import { useFinding } from './finding';
import { useChoices } from './useChoices';
import { useMembers } from './useMembers';

const ShortcutsDialog = lazy(() => import('../features/palette/ShortcutsDialog'));

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

function WholePalette({ channel }: { channel: Channel | undefined }) {
  const { raise } = useFinding();
  useMembers();
  return <Palette choices={useChoices(channel)} onClose={() => raise(null)} />;
}
