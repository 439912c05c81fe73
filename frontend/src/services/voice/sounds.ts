/** The sounds of a call, made here: short, quiet, and each of its own shape. */

/** What there is to hear, as tones in Hz one after the other. */
const SOUNDS = {
  joined: [392, 523, 784],
  left: [784, 523, 392],
  came: [523, 698],
  went: [698, 523],
  muted: [349],
  unmuted: [587],
  ring: [523, 622, 784, 622],
} as const;

/** One of them. */
export type Sound = keyof typeof SOUNDS;

/** Not every browser can choose where it is heard. */
type Choosing = AudioContext & { setSinkId?: (id: string) => Promise<void> };

const GAIN = 0.05;
const TONE_SECONDS = 0.11;
const SILENCE = 0.0001;

/** Plays it, where the browser lets a page be heard. */
export function play(sound: Sound, output = ''): void {
  try {
    const context: Choosing = new AudioContext();
    if (output !== '') void context.setSinkId?.(output).catch(() => undefined);
    const tones = SOUNDS[sound];
    tones.forEach((frequency, index) => {
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0 });
      const from = context.currentTime + index * TONE_SECONDS;
      volume.gain.setValueAtTime(GAIN, from);
      volume.gain.exponentialRampToValueAtTime(SILENCE, from + TONE_SECONDS);
      tone.connect(volume).connect(context.destination);
      tone.start(from);
      tone.stop(from + TONE_SECONDS);
      if (index === tones.length - 1) {
        tone.addEventListener('ended', () => void context.close());
      }
    });
  } catch {
    // Nobody can hear it here: then it is not heard.
  }
}
