/** Which day it is, also for a window that stays open over midnight. */
import { useEffect, useState } from 'react';

/** A moment of today, in milliseconds since 1970; another one tomorrow. */
export function useToday(): number {
  const [today, setToday] = useState(Date.now);
  useEffect(() => {
    const tomorrow = new Date(today).setHours(24, 0, 0, 0);
    const timer = setTimeout(() => setToday(Date.now()), Math.max(0, tomorrow - Date.now()));
    return () => clearTimeout(timer);
  }, [today]);
  return today;
}
