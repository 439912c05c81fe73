/** Hearing and being heard, on this device. */
import { useCallback, useEffect, useId, useState, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { RELEASE_MAX_MS, type Choices } from '../../services/voice/choices';
import { devicesNow, onDevices, type Device } from '../../services/voice/microphone';
import { play } from '../../services/voice/sounds';
import { Button } from '../../ui/Button';
import { Segments } from '../../ui/Segments';
import { Select, type Option } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import { choose } from './join';
import { KeyChoice } from './KeyChoice';
import { MicrophoneTest } from './MicrophoneTest';
import { selectChoices } from './voiceSlice';
import { settingsWords as words } from './settingsWords';
import { VoiceCheck } from './VoiceCheck';
import './voice.css';

/** In force at once, also in a call. */
export function VoiceSettings() {
  const act = useAct();
  const choices = useSelector(selectChoices);
  const { inputs, outputs, again } = useDevices();
  const set = (wanted: Partial<Choices>): void => act(choose(wanted));
  const choosesOutput = 'setSinkId' in AudioContext.prototype;
  return (
    <>
      <p className="lead">{words.lead}</p>
      <Part title={words.microphone}>
        <Select
          label={words.device}
          options={optionsOf(inputs, choices.input)}
          value={choices.input}
          onChange={(input) => set({ input })}
        />
        <MicrophoneTest choices={choices} onOpened={again} />
      </Part>
      <Part title={words.speakers}>
        {choosesOutput ? (
          <Select
            label={words.device}
            options={optionsOf(outputs, choices.output)}
            value={choices.output}
            onChange={(output) => set({ output })}
          />
        ) : (
          <p className="why">{words.noOutputs}</p>
        )}
        <div className="row-actions">
          <Button onClick={() => play('joined', choices.output)}>{words.playSound}</Button>
        </div>
      </Part>
      <Part title={words.how}>
        <Segments
          label={words.how}
          options={[
            ['open', words.modes.open],
            ['push', words.modes.push],
          ]}
          value={choices.mode}
          onChange={(mode) => set({ mode })}
        />
        <p className="why">{words.modeWhy[choices.mode]}</p>
        {choices.mode === 'push' && (
          <>
            <KeyChoice value={choices.key} onChange={(key) => set({ key })} />
            <Release value={choices.releaseMs} onChange={(releaseMs) => set({ releaseMs })} />
          </>
        )}
      </Part>
      <Part title={words.sound}>
        <Switch
          label={words.echo}
          hint={words.echoWhy}
          checked={choices.echo}
          onChange={(echo) => set({ echo })}
        />
        <Switch
          label={words.noise}
          hint={words.noiseWhy}
          checked={choices.noise}
          onChange={(noise) => set({ noise })}
        />
        <Switch
          label={words.gain}
          hint={words.gainWhy}
          checked={choices.gain}
          onChange={(gain) => set({ gain })}
        />
      </Part>
      <Part title={words.signs}>
        <Switch
          label={words.sounds}
          hint={words.soundsWhy}
          checked={choices.sounds}
          onChange={(sounds) => {
            if (sounds) play('came', choices.output);
            set({ sounds });
          }}
        />
      </Part>
      <VoiceCheck />
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="part voice-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Release({ value, onChange }: { value: number; onChange: (ms: number) => void }) {
  const id = useId();
  return (
    <div className="volume">
      <label htmlFor={id}>{words.release}</label>
      <output htmlFor={id}>{words.ms(value)}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={RELEASE_MAX_MS}
        step={50}
        value={value}
        aria-valuetext={words.ms(value)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}

interface Devices {
  inputs: Device[];
  outputs: Device[];
}

/** What is plugged in, as it changes; `again` once the browser tells the names. */
function useDevices(): Devices & { again: () => void } {
  const [devices, setDevices] = useState<Devices>({ inputs: [], outputs: [] });
  const read = useCallback(() => {
    // Where there are none, there is the one of the system to choose.
    devicesNow().then(setDevices, () => undefined);
  }, []);
  useEffect(() => {
    read();
    return onDevices(read);
  }, [read]);
  return { ...devices, again: read };
}

/** The one of the system first; one that is chosen and not there keeps its place. */
function optionsOf(devices: Device[], chosen: string): Option<string>[] {
  const gone = chosen !== '' && !devices.some(({ id }) => id === chosen);
  return [
    ['', words.system],
    ...devices.map(({ id, name }, at): Option<string> => [id, name || words.unnamed(at + 1)]),
    ...(gone ? [[chosen, words.unplugged] as const] : []),
  ];
}
