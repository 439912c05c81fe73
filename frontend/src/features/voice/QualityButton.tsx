/** How good the connection is: a picture, and the numbers on demand. */
import type { Call } from '../../services/voice/call';
import { Icon } from '../../ui/Icon';
import { Popover } from '../../ui/Popover';
import { usePopover } from '../../ui/usePopover';
import { gradeOf } from './quality';
import { words } from './words';

/** A click opens the numbers. */
export function QualityButton({ call: { quality, phase, way } }: { call: Call }) {
  const { anchor, control, open, close } = usePopover();
  const grade = phase.status === 'connected' ? gradeOf(quality) : 'unknown';
  return (
    <>
      <button
        type="button"
        className="icon-button quality"
        data-grade={grade}
        aria-label={words.quality[grade]}
        data-tip={words.quality[grade]}
        data-tip-side="start"
        {...control}
      >
        <Icon name="signal" size={18} />
      </button>
      {open && (
        <Popover anchor={anchor} label={words.connection} onClose={close}>
          <div className="quality-sheet">
            <h2>{words.quality[grade]}</h2>
            {way && <p>{words.ways[way]}</p>}
            {quality && (
              <dl>
                <Figure name={words.rtt} value={words.ms(quality.rttMs)} />
                <Figure name={words.lossUp} value={words.part(quality.lossUp)} />
                <Figure name={words.lossDown} value={words.part(quality.lossDown)} />
                <Figure name={words.jitter} value={words.ms(quality.jitterMs)} />
              </dl>
            )}
          </div>
        </Popover>
      )}
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
