/** How many talk in a voice channel, and how it sounds. */
import { Field } from '../../ui/Field';
import { Select, type Option } from '../../ui/Select';
import { number } from '../../language/formats';
import { words } from './dialogWords';

/** What is chosen for one channel. */
export interface VoiceChoice {
  /** How many may be in at once; 0 = as many as the server lets. */
  userLimit: number;
  /** In bits a second. */
  bitrate: number;
}

/** What the server lets one choose from. */
export interface VoiceBounds {
  voiceParticipantsMax: number;
  voiceBitsPerSMax: number;
}

interface VoiceChoicesProps {
  value: VoiceChoice;
  bounds: VoiceBounds | undefined;
  onChange: (value: VoiceChoice) => void;
  wrong: string | undefined;
}

/** What a new channel has. */
export const PLAIN: VoiceChoice = { userLimit: 0, bitrate: 32_000 };

/** In bits a second: from what carries a voice to what carries music. */
const BITRATES = [16_000, 32_000, 64_000, 96_000, 128_000];

/** For who may change the channel. */
export function VoiceChoices({ value, bounds, onChange, wrong }: VoiceChoicesProps) {
  const { userLimit, bitrate } = value;
  return (
    <>
      <Field
        label={words.peopleAtMost}
        name="userLimit"
        type="number"
        inputMode="numeric"
        min={0}
        max={bounds?.voiceParticipantsMax}
        hint={words.emptyIsAsManyAs}
        value={userLimit === 0 ? '' : userLimit}
        onChange={({ target }) => onChange({ ...value, userLimit: Math.floor(+target.value) })}
        wrong={wrong}
      />
      <Select
        label={words.soundQuality}
        options={bitrates(bitrate, bounds?.voiceBitsPerSMax)}
        value={bitrate}
        onChange={(chosen) => onChange({ ...value, bitrate: chosen })}
      />
    </>
  );
}

/** To choose from, with the one it has. */
function bitrates(now: number, most = Infinity): Option<number>[] {
  return [...new Set([...BITRATES, now])]
    .filter((each) => each <= most || each === now)
    .toSorted((a, b) => a - b)
    .map((each) => [each, words.kilobits(number(each / 1_000), each === PLAIN.bitrate)]);
}
