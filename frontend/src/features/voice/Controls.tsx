/** Mute, deafen, show, leave: in the bar and in the room. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import type { Call } from '../../services/voice/call';
import { IconButton } from '../../ui/Button';
import { doing } from './doing';
import { leave } from './join';
import { ShowButtons } from './video/ShowButtons';
import { selectChoices } from './voiceSlice';
import { words } from './words';

interface ControlsProps {
  call: Call;
  size?: number;
}

/** Pressed is what keeps one from being heard, or from hearing. */
export function Controls({ call, size = 18 }: ControlsProps) {
  const act = useAct();
  const { mode } = useSelector(selectChoices);
  const { muted, deafened, listening } = call;
  const silent = muted || deafened;
  const hold = (held: boolean): void => act(doing((voice) => voice.hold(held)));
  return (
    <>
      {!listening && (
        <IconButton
          icon={silent ? 'mic-off' : 'mic'}
          label={silent ? words.unmute : words.mute}
          look={silent ? 'danger' : ''}
          size={size}
          tip="start"
          aria-keyshortcuts="Control+Shift+M Meta+Shift+M"
          onClick={() => act(doing((voice) => voice.mute(!silent)))}
        />
      )}
      <IconButton
        icon={deafened ? 'ears-off' : 'ears'}
        label={deafened ? words.undeafen : words.deafen}
        look={deafened ? 'danger' : ''}
        size={size}
        aria-keyshortcuts="Control+Shift+D Meta+Shift+D"
        onClick={() => act(doing((voice) => voice.deafen(!deafened)))}
      />
      <ShowButtons call={call} size={size} />
      {!listening && mode === 'push' && (
        <button
          type="button"
          className="hold"
          aria-pressed={call.open}
          onPointerDown={() => hold(true)}
          onPointerUp={() => hold(false)}
          onPointerCancel={() => hold(false)}
          onPointerLeave={() => hold(false)}
          onKeyDown={({ key, repeat }) => {
            if ((key === ' ' || key === 'Enter') && !repeat) hold(true);
          }}
          onKeyUp={({ key }) => {
            if (key === ' ' || key === 'Enter') hold(false);
          }}
        >
          {words.hold}
        </button>
      )}
    </>
  );
}

/** Gives the seat up. */
export function LeaveButton({ size = 18 }: { size?: number }) {
  const act = useAct();
  return (
    <span className="voice-leave">
      <IconButton
        icon="call"
        label={words.leave}
        look="danger"
        size={size}
        tip="end"
        onClick={() => act(leave())}
      />
    </span>
  );
}
