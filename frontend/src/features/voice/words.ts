/** The words of voice. */
import type { Phase, Reason } from '../../services/voice/seat';
import type { News } from '../../services/voice/call';
import type { VoiceState } from '../../services/voice/wire';
import type { Grade } from './quality';
import { catalogue } from '../../language';

const REASONS: Record<Reason, string> = {
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
  lost: 'The connection was lost for too long.',
  refused: 'The server does not let you in just now. Try again in a moment.',
  replaced: 'You joined from another window or device, and talk there now.',
  kicked: 'Somebody who looks after this place took you out of the voice channel.',
  channel_deleted: 'This voice channel was deleted.',
};

const PHASES: Record<Exclude<Phase['status'], 'failed' | 'idle'>, string> = {
  asking: 'Allow the microphone',
  connecting: 'Connecting',
  connected: 'Voice connected',
  reconnecting: 'Reconnecting',
};

const GRADES: Record<Grade, string> = {
  good: 'Good',
  fair: 'Fair',
  poor: 'Poor',
  unknown: 'Not measured yet',
};

export const words = catalogue('features/voice/words', {
  phase: ({ status }: Phase) =>
    status === 'failed' || status === 'idle' ? 'Not in voice' : PHASES[status],
  reason: (reason: Reason) => REASONS[reason],
  grade: (grade: Grade) => GRADES[grade],

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
  blocked: 'The browser plays nothing before you allow it.',
  hear: 'Hear the others',
  again: 'Try again',
  listen: 'Join to listen',
  here: 'Talk here instead',
  close: 'Close',

  quality: (grade: Grade) => `Connection: ${GRADES[grade]}`,
  connection: 'Connection',
  rtt: 'There and back',
  lossUp: 'Lost on the way out',
  lossDown: 'Lost on the way in',
  jitter: 'Unevenness',
  ms: (value: number) =>
    new Intl.NumberFormat(undefined, {
      style: 'unit',
      unit: 'millisecond',
      maximumFractionDigits: 0,
    }).format(value),
  part: (value: number) =>
    new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }).format(value),

  people: (channel: string) => `In ${channel}`,
  join: 'Join',
  joinCall: 'Join the call',
  call: 'Call',
  mayNot: 'You may not talk in this channel.',
  empty: 'Nobody is here yet.',
  inIt: (count: number) => (count === 1 ? '1 person here' : `${count} people here`),

  state: ({ muted, deafened, serverMuted, serverDeafened }: VoiceState) =>
    [
      serverDeafened ? 'deafened for everybody' : deafened ? 'deafened' : '',
      serverMuted ? 'muted for everybody' : muted ? 'muted' : '',
    ].filter(Boolean),
  speaking: 'speaking',

  news: ({ what, name, reason }: News) => {
    if (what === 'came') return `${name} joined`;
    if (reason === 'kicked') return `${name} was taken out`;
    return reason === 'moved' ? `${name} was moved to another channel` : `${name} left`;
  },

  volume: 'Volume for you',
  percent: (value: number) =>
    new Intl.NumberFormat(undefined, { style: 'percent' }).format(value / 100),

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
