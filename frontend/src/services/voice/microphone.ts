/** The microphone: asked for, measured, silenced. */
import type { Choices } from './choices';
import type { MicrophoneTrouble } from './seat';

/** How the browser is asked for it. */
type Wanted = Pick<Choices, 'input' | 'echo' | 'noise' | 'gain'>;

/** An open microphone. */
export interface Microphone {
  track: MediaStreamTrack;
  stream: MediaStream;
}

/** Opens it; the browser may ask the person. */
export async function openMicrophone(wanted: Wanted): Promise<Microphone> {
  const stream = await devices().getUserMedia({ audio: constraintsOf(wanted) });
  const [track] = stream.getAudioTracks();
  if (!track) throw new DOMException('no track', 'NotFoundError');
  return { track, stream };
}

/** Lets go of it: the browser's light goes out. */
export function closeMicrophone({ stream }: Microphone): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Why it could not be opened. */
export function troubleOf(error: unknown): MicrophoneTrouble {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unsupported';
  }
}

function constraintsOf({ input, echo, noise, gain }: Wanted): MediaTrackConstraints {
  return {
    // Not `exact`: a device that is gone gives way to the one of the system.
    ...(input === '' ? {} : { deviceId: { ideal: input } }),
    echoCancellation: echo,
    noiseSuppression: noise,
    autoGainControl: gain,
    channelCount: { ideal: 1 },
  };
}

/** A page that did not come over HTTPS has none. */
function devices(): MediaDevices {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices) throw new DOMException('no devices', 'NotSupportedError');
  return mediaDevices;
}

/** Something to choose. */
export interface Device {
  id: string;
  /** `''` until the browser tells it: after the first permission. */
  name: string;
}

/** What there is to speak into and to hear with. */
export async function devicesNow(): Promise<{ inputs: Device[]; outputs: Device[] }> {
  const all = await devices().enumerateDevices();
  const of = (kind: MediaDeviceKind): Device[] =>
    all
      .filter((each) => each.kind === kind && each.deviceId !== '' && each.deviceId !== 'default')
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  return { inputs: of('audioinput'), outputs: of('audiooutput') };
}

/** Tells when something is plugged in or out; gives what ends it. */
export function onDevices(changed: () => void): () => void {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  mediaDevices?.addEventListener('devicechange', changed);
  return () => mediaDevices?.removeEventListener('devicechange', changed);
}
