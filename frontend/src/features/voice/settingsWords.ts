/** What the settings of voice say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';

export const settingsWords = catalogue('features/voice/settingsWords', {
  lead: 'Only on this device.',
  microphone: 'Microphone',
  speakers: 'Loudspeakers',
  device: 'Device',
  system: 'As the system says',
  unnamed: (at: number) => `Device ${number(at)}`,
  unplugged: 'The chosen one, not plugged in',
  noOutputs: 'This browser plays everything where the system says.',
  playSound: 'Play a sound',
  level: 'Level of the microphone',
  test: 'Test the microphone',
  endTest: 'End the test',
  record: 'Record 3 seconds and play them',
  trouble: {
    denied:
      'The browser keeps the microphone from this page. Its settings, beside the address, let it in.',
    missing: 'No microphone was found.',
    busy: 'Another program holds the microphone.',
    unsupported:
      'This browser has no microphone for this page, perhaps because it did not come over HTTPS.',
  },
  testState: {
    off: 'Nobody hears you while you test.',
    opening: 'Allow the microphone.',
    on: 'Speak: the bar moves when you are heard.',
    recording: 'Speak now. It is recorded.',
    playing: 'This is how you sound.',
  },
  how: 'How you are heard',
  modes: { open: 'Whenever you speak', push: 'While you hold a key' },
  modeWhy: {
    open: 'The microphone is open until you mute yourself.',
    push: 'The key works while this window is in front; in a text field only keys that write nothing. On a phone there is a button to hold.',
  },
  key: 'Key:',
  otherKey: 'Choose another key',
  pressKey: 'Press the key now',
  release: 'Heard after letting go for',
  ms: (value: number) => number(value, { style: 'unit', unit: 'millisecond' }),
  sound: 'Sound of your voice',
  echo: 'Echo cancellation',
  echoWhy: 'Keeps what your loudspeakers play out of your microphone.',
  noise: 'Noise suppression',
  noiseWhy: 'Takes fans and keyboards away. Turn it off for music.',
  gain: 'Even loudness',
  gainWhy: 'Makes you louder when you are quiet, and quieter when you are loud.',
  signs: 'Signs',
  sounds: 'Sounds of a call',
  soundsWhy: 'When somebody joins or leaves, when you mute yourself, and when you are called.',
});
