/** The palette, with everything there is to choose from. */
import { Palette } from '../features/palette/Palette';
import type { Channel } from '../protocol';
import { useFinding } from './finding';
import { useChoices } from './useChoices';
import { useFindPeople } from './useFindPeople';
import { useMembers } from './useMembers';

/** For the channel on the screen. */
export default function WholePalette({ channel }: { channel: Channel | undefined }) {
  const { raise } = useFinding();
  useMembers();
  return (
    <Palette
      choices={useChoices(channel)}
      onQuery={useFindPeople(null)}
      onClose={() => raise(null)}
    />
  );
}
