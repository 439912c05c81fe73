/** What stands at somebody's name: whether they are heard, and hear. */
import { Icon } from '../../ui/Icon';
import type { VoiceState } from '../../services/voice/wire';
import { words } from './words';

/** Shown as pictures, heard as words. */
export function Marks({ state }: { state: VoiceState }) {
  const { muted, deafened, serverMuted, serverDeafened } = state;
  const said = [
    serverDeafened ? words.deafenedForAll : deafened ? words.deafened : '',
    serverMuted ? words.mutedForAll : muted ? words.muted : '',
    state.speaking ? words.speaking : '',
  ].filter((each) => each !== '');
  return (
    <span className="voice-marks">
      {(muted || serverMuted) && (
        <span className={serverMuted ? 'by-others' : ''}>
          <Icon name="mic-off" size={14} />
        </span>
      )}
      {(deafened || serverDeafened) && (
        <span className={serverDeafened ? 'by-others' : ''}>
          <Icon name="ears-off" size={14} />
        </span>
      )}
      {said.map((each) => (
        <span key={each} className="only-heard">
          {words.also(each)}
        </span>
      ))}
    </span>
  );
}
