/** How much room there is. */
import { useMedia } from '../ui/useMedia';

/** With so much there is room for people, or for a panel, beside the conversation. */
export const WIDE = '(min-width: 1081px)';

/** Whether there is. */
export function useWide(): boolean {
  return useMedia(WIDE);
}
