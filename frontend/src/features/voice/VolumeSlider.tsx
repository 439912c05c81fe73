/** How loud somebody is for oneself, on this device. */
import { useId } from 'react';
import { useSelector } from 'react-redux';
import type { UserId } from '../../protocol';
import { useAct } from '../../services';
import { VOLUME_MAX } from '../../services/voice/choices';
import { choose } from './join';
import { selectChoices } from './voiceSlice';
import { words } from './words';
import './voice.css';

/** At 100 they are as they sound. */
export default function VolumeSlider({ userId }: { userId: UserId }) {
  const id = useId();
  const act = useAct();
  const { volumes } = useSelector(selectChoices);
  const volume = volumes[userId] ?? 100;
  const set = (next: number): void => {
    const { [userId]: _before, ...others } = volumes;
    act(choose({ volumes: next === 100 ? others : { ...others, [userId]: next } }));
  };
  return (
    <div className="volume">
      <label htmlFor={id}>{words.volume}</label>
      <output htmlFor={id}>{words.percent(volume)}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={VOLUME_MAX}
        step={5}
        value={volume}
        aria-valuetext={words.percent(volume)}
        onChange={(event) => set(Number(event.target.value))}
      />
    </div>
  );
}
