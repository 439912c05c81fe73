/** A quiet sound, made here: two short tones. */

/** Low enough for a library. */
const GAIN = 0.05;
const TONES_HZ = [660, 880];
const TONE_SECONDS = 0.16;

/** Plays it, where the browser lets a page be heard. */
export function chime(): void {
  try {
    const context = new AudioContext();
    TONES_HZ.forEach((hz, index) => {
      const tone = new OscillatorNode(context, { frequency: hz });
      const volume = new GainNode(context, { gain: 0 });
      const from = context.currentTime + index * TONE_SECONDS;
      volume.gain.setValueAtTime(GAIN, from);
      volume.gain.exponentialRampToValueAtTime(0.0001, from + TONE_SECONDS);
      tone.connect(volume).connect(context.destination);
      tone.start(from);
      tone.stop(from + TONE_SECONDS);
      if (index === TONES_HZ.length - 1) {
        tone.addEventListener('ended', () => void context.close());
      }
    });
  } catch {
    // Nobody can hear it here: then it is not heard.
  }
}
