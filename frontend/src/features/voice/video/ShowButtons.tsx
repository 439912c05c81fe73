/** Camera and screen: in the bar and in the room. */
import type { VideoKind } from '../../../protocol';
import { useAct } from '../../../services';
import type { Call } from '../../../services/voice/call';
import { canShowScreen } from '../../../services/voice/video/capture';
import { IconButton } from '../../../ui/Button';
import { doing } from '../doing';
import { words } from './words';

/** Nothing where one may show nothing. */
export function ShowButtons({ call, size }: { call: Call; size: number }) {
  if (!call.shows) return null;
  return (
    <>
      <ShowButton kind="camera" call={call} size={size} />
      {canShowScreen() && <ShowButton kind="screen" call={call} size={size} />}
    </>
  );
}

function ShowButton({ kind, call, size }: { kind: VideoKind; call: Call; size: number }) {
  const act = useAct();
  const off = (call.shows?.[kind] ?? 'off') === 'off';
  const label =
    kind === 'camera' ? (off ? words.camera : words.noCamera) : off ? words.screen : words.noScreen;
  return (
    <IconButton
      icon={kind === 'camera' ? 'camera' : 'screen'}
      label={label}
      look={off ? '' : 'accent'}
      size={size}
      disabled={off && call.phase.status !== 'connected'}
      onClick={() => act(doing(({ video }) => (off ? void video.show(kind) : video.hide(kind))))}
    />
  );
}
