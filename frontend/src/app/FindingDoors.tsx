/** The controls that open what one finds things with. */
import { useSelector } from 'react-redux';
import { IconButton } from '../ui/Button';
import { COMMAND } from '../ui/command';
import { selectCalls } from './directory';
import { useFinding } from './finding';
import './finding.css';
import { words } from './words';
import { number } from '../language/formats';

/** In the side bar: looks like a field, and opens the palette; beside it the inbox. */
export function FindField() {
  const { raise, panel, toggle } = useFinding();
  const calls = useSelector(selectCalls);
  return (
    <div className="find">
      <button
        type="button"
        className="find-field"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => raise('palette')}
      >
        <span>{words.findOrJumpTo}</span>
        <kbd aria-hidden="true">{COMMAND} K</kbd>
      </button>
      <span className="find-inbox">
        <IconButton
          icon="inbox"
          label={calls > 0 ? words.inboxForYou(calls) : words.inbox}
          size={18}
          tip="below-end"
          aria-pressed={panel === 'inbox'}
          onClick={() => toggle('inbox')}
        />
        {calls > 0 && (
          <span className="find-calls" aria-hidden="true">
            {calls > CALLS_SHOWN_MAX ? `${number(CALLS_SHOWN_MAX)}+` : number(calls)}
          </span>
        )}
      </span>
    </div>
  );
}

/** A bigger number says no more. */
const CALLS_SHOWN_MAX = 99;

/** In the bar over a conversation. */
export function FindingButtons() {
  const { panel, toggle } = useFinding();
  return (
    <>
      <IconButton
        icon="pin"
        label={words.pinnedMessages}
        size={17}
        tip="below-end"
        aria-pressed={panel === 'pins'}
        onClick={() => toggle('pins')}
      />
      <IconButton
        icon="search"
        label={words.search}
        size={17}
        tip="below-end"
        aria-pressed={panel === 'search'}
        aria-keyshortcuts="Control+F Meta+F"
        onClick={() => toggle('search')}
      />
    </>
  );
}
