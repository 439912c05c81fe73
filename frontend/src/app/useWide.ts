/** How much room there is. */
import { useMedia } from '../ui/useMedia';

/** With so much there is room for people, or for a panel, beside the conversation. */
export const WIDE = '(min-width: 1081px)';

/** With so much the side bar stands beside the conversation, not above it. */
const WIDER = '(min-width: 721px)';

/** Whether there is room for the side bar. */
export function useWider(): boolean {
  return useMedia(WIDER);
}

/** Whether there is room for people. */
export function useWide(): boolean {
  return useMedia(WIDE);
}
