/** How much room there is. */
import { useEffect, useState } from 'react';

const WIDE = '(min-width: 1081px)';

/** Whether there is room for people beside the conversation. */
export function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const changed = (): void => setWide(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return wide;
}
