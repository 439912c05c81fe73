/** Why something is not shown, in a sentence. */
import type { VideoKind } from '../../../protocol';
import type { VideoTrouble } from '../../../services/voice/video';
import { words } from './words';

export const sayTrouble = (kind: VideoKind, trouble: VideoTrouble): string =>
  words.troubles[kind][trouble];
