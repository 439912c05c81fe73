/** What a call says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';

export const words = catalogue('features/voice/words', {
  phases: {
    idle: 'Not in voice',
    asking: 'Allow the microphone',
    connecting: 'Connecting',
    connected: 'Voice connected',
    reconnecting: 'Reconnecting',
    failed: 'Not in voice',
  },
  reasons: {
    denied:
      'The browser keeps the microphone from this page. Its settings, beside the address, let it in. Until then you can listen.',
    missing: 'No microphone was found. Plug one in and try again, or join to listen.',
    busy: 'Another program holds the microphone. Close it and try again, or join to listen.',
    unsupported:
      'This browser has no microphone for this page, perhaps because it did not come over HTTPS. You can join to listen.',
    forbidden: 'You may not be in this voice channel any more.',
    gone: 'This voice channel is not there any more.',
    full: 'This voice channel is full. Try again when somebody has left.',
    signed_out: 'Your session has ended. Sign in again.',
    unreachable:
      'Your voice does not get through to the server. A firewall may stand between; whoever runs the server can help.',
    no_way:
      'Your voice does not get through to the server, and this browser cannot send it over the page’s own connection instead. Another browser can; or whoever runs the server can open the port for voice.',
    lost: 'The connection was lost for too long.',
    refused: 'The server does not let you in just now. Try again in a moment.',
    replaced: 'You joined from another window or device, and talk there now.',
    kicked: 'Somebody who looks after this place took you out of the voice channel.',
    channel_deleted: 'This voice channel was deleted.',
  },

  bar: 'Voice',
  room: 'Voice channel',
  mute: 'Mute',
  unmute: 'Unmute',
  deafen: 'Deafen',
  undeafen: 'Undeafen',
  leave: 'Leave voice',
  settings: 'Voice settings',
  hold: 'Hold to talk',
  speakToo: 'Use a microphone',
  youMuted: 'You are muted',
  youDeafened: 'You are deafened',
  listening: 'You listen, without a microphone.',
  silenced: 'Somebody who looks after this place muted you for everybody.',
  deafenedByOthers: 'Somebody who looks after this place lets you hear nobody.',
  mayNotSpeak: 'You may listen here, not speak.',
  blocked: 'The browser plays nothing before you allow it.',
  hear: 'Hear the others',
  again: 'Try again',
  listen: 'Join to listen',
  here: 'Talk here instead',
  close: 'Close',

  quality: {
    good: 'Connection: good',
    fair: 'Connection: fair',
    poor: 'Connection: poor',
    unknown: 'Connection: not measured yet',
  },
  connection: 'Connection',
  ways: {
    udp: 'Sound goes by UDP, the best way.',
    tcp: 'Sound goes by TCP, because UDP does not get through here.',
    ws: 'Sound goes over the page’s own connection, because nothing else gets through here. It is tried again and again.',
  },
  onlySound:
    'Cameras and screens do not come through here, only sound. “Check voice” in the settings says which port to open.',
  rtt: 'There and back',
  lossUp: 'Lost on the way out',
  lossDown: 'Lost on the way in',
  jitter: 'Unevenness',
  ms: (value: number) =>
    number(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 }),
  part: (value: number) => number(value, { style: 'percent', maximumFractionDigits: 1 }),

  people: (channel: string) => `In ${channel}`,
  join: 'Join',
  joinCall: 'Join the call',
  call: 'Call',
  mayNot: 'You may not talk in this channel.',
  empty: 'Nobody is here yet.',
  inIt: (count: number) => english(count, '1 person here', `${number(count)} people here`),

  muted: 'muted',
  deafened: 'deafened',
  mutedForAll: 'muted for everybody',
  suppressed: 'may not speak here',
  deafenedForAll: 'deafened for everybody',
  speaking: 'speaking',
  sharing: 'shares a screen',
  filmed: 'shows a camera',
  also: (word: string) => `, ${word}`,

  came: (name: string) => `${name} joined`,
  went: {
    left: (name: string) => `${name} left`,
    kicked: (name: string) => `${name} was taken out`,
    moved: (name: string) => `${name} was moved to another channel`,
  },
  next: (first: string, second: string) => `${first}. ${second}`,
  both: (first: string, second: string) => `${first}, ${second}`,

  volume: 'Volume for you',
  percent: (value: number) => number(value / 100, { style: 'percent' }),

  ring: (name: string) => `${name} calls`,
  ringIn: (place: string) => `in ${place}`,
  accept: 'Accept',
  decline: 'Decline',

  move: (name: string) => `Move ${name}`,
  moveTo: 'To the voice channel',
  moveIt: 'Move',
  cancel: 'Cancel',
  nowhere: 'There is no other voice channel to move to.',
});
