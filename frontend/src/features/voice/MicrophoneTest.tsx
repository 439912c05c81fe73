/** Hearing oneself before others do: a level, and three seconds to listen to. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Choices } from '../../services/voice/choices';
import { Meter } from '../../services/voice/meter';
import {
  closeMicrophone,
  openMicrophone,
  troubleOf,
  type Microphone,
} from '../../services/voice/microphone';
import { record } from '../../services/voice/recording';
import type { MicrophoneTrouble } from '../../services/voice/seat';
import { Button } from '../../ui/Button';
import { settingsWords as words } from './settingsWords';

type Test =
  | { status: 'opening' }
  | { status: 'on' | 'recording' | 'playing'; microphone: Microphone }
  | { status: 'failed'; trouble: MicrophoneTrouble };

interface MicrophoneTestProps {
  choices: Choices;
  /** The browser tells the names of devices from now on. */
  onOpened: () => void;
}

/** Open only while it is tested; another device, or another way to use it, is another test. */
export function MicrophoneTest(props: MicrophoneTestProps) {
  const { input, echo, noise, gain } = props.choices;
  const [wanted, setWanted] = useState(false);
  return wanted ? (
    <Live key={[input, echo, noise, gain].join()} {...props} onEnd={() => setWanted(false)} />
  ) : (
    <div className="microphone-test">
      <LevelBar stream={null} />
      <div className="row-actions">
        <Button onClick={() => setWanted(true)}>{words.test}</Button>
      </div>
      <p className="why">{words.testState.off}</p>
    </div>
  );
}

function Live({ choices, onOpened, onEnd }: MicrophoneTestProps & { onEnd: () => void }) {
  const [test, setTest] = useState<Test>({ status: 'opening' });
  const told = useEffectEvent(onOpened);
  const { input, echo, noise, gain } = choices;
  useEffect(() => {
    let here = true;
    const opening = openMicrophone({ input, echo, noise, gain });
    opening.then(
      (microphone) => {
        if (!here) return null;
        setTest({ status: 'on', microphone });
        told();
        return null;
      },
      (error: unknown) => {
        if (here) setTest({ status: 'failed', trouble: troubleOf(error) });
      },
    );
    return () => {
      here = false;
      opening.then(closeMicrophone, () => undefined);
    };
  }, [input, echo, noise, gain]);
  const microphone = 'microphone' in test ? test.microphone : null;
  const again = async (): Promise<void> => {
    if (!microphone) return;
    setTest({ status: 'recording', microphone });
    const recording = await record(microphone.stream);
    setTest({ status: 'playing', microphone });
    await recording.play(choices.output);
    setTest({ status: 'on', microphone });
  };
  return (
    <div className="microphone-test">
      <LevelBar stream={microphone?.stream ?? null} />
      <div className="row-actions">
        <Button onClick={onEnd}>{words.endTest}</Button>
        {microphone && (
          <Button disabled={test.status !== 'on'} onClick={() => void again()}>
            {words.record}
          </Button>
        )}
      </div>
      <p className={test.status === 'failed' ? 'wrong' : 'why'} role="status">
        {test.status === 'failed' ? words.trouble[test.trouble] : words.testState[test.status]}
      </p>
    </div>
  );
}

/** How loud it is now: written to the style, so that nothing is drawn anew. */
function LevelBar({ stream }: { stream: MediaStream | null }) {
  const ref = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    if (!stream) return undefined;
    const meter = new Meter(stream);
    let frame = 0;
    const draw = (): void => {
      if (ref.current) ref.current.value = meter.level();
      frame = requestAnimationFrame(draw);
    };
    draw();
    const bar = ref.current;
    return () => {
      cancelAnimationFrame(frame);
      if (bar) bar.value = 0;
      meter.close();
    };
  }, [stream]);
  return <meter ref={ref} className="level" min={0} max={1} value={0} aria-label={words.level} />;
}
