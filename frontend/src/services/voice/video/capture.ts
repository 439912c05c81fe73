/** Cameras and screens: asked for, and let go of. */
import type { VideoKind } from '../../../protocol';

/** Opens one; the browser asks the person. Right after a click: browsers want to know. */
export async function capture(kind: VideoKind): Promise<MediaStreamTrack> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices) throw new DOMException('no devices', 'NotSupportedError');
  const stream = await (kind === 'camera'
    ? mediaDevices.getUserMedia({ video: CAMERA })
    : mediaDevices.getDisplayMedia({ video: SCREEN, audio: false }));
  const [track] = stream.getVideoTracks();
  if (!track) throw new DOMException('no track', 'NotFoundError');
  // Letters are to be sharp rather than smooth.
  if (kind === 'screen') track.contentHint = 'detail';
  return track;
}

/** Whether this browser can show a screen at all; those of phones cannot. */
export function canShowScreen(): boolean {
  const { mediaDevices } = navigator as { mediaDevices?: Partial<MediaDevices> };
  return mediaDevices?.getDisplayMedia !== undefined;
}

/** Three sizes are made of it; the smallest is a quarter as wide. */
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};

const SCREEN: MediaTrackConstraints = {
  width: { max: 1920 },
  height: { max: 1200 },
  frameRate: { ideal: 15, max: 30 },
};
