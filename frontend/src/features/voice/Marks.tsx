/** What stands at somebody's name: whether they are heard, and hear, and show something. */
import type { VoiceState } from '../../protocol';
import { Icon } from '../../ui/Icon';
import { words } from './words';

interface MarksProps {
  state: VoiceState;
  /** Without what they show: it is seen beside them. */
  bare?: boolean;
}

/** Shown as pictures, heard as words. */
export function Marks({ state, bare = false }: MarksProps) {
  const { muted, deafened, serverMuted, serverDeafened, suppressed } = state;
  const byOthers = serverMuted || suppressed === true;
  const said = [
    serverDeafened ? words.deafenedForAll : deafened ? words.deafened : '',
    serverMuted ? words.mutedForAll : suppressed ? words.suppressed : muted ? words.muted : '',
    state.screen && !bare ? words.sharing : '',
    state.video && !bare ? words.filmed : '',
    state.speaking ? words.speaking : '',
  ].filter((each) => each !== '');
  return (
    <span className="voice-marks">
      {state.screen && !bare && (
        <span className="shown">
          <Icon name="screen" size={14} />
        </span>
      )}
      {state.video && !bare && <Icon name="camera" size={14} />}
      {(muted || byOthers) && (
        <span className={byOthers ? 'by-others' : ''}>
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
