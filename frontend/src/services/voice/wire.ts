/** What crosses the socket of a voice channel (docs/protocol.md), under the names it has here. */
export type {
  IceServer,
  Participant,
  VoiceAction as ModerateAction,
  VoiceCommand,
  VoiceDeparture as LeaveReason,
  VoiceEvent,
  VoiceState,
} from '../../protocol';
