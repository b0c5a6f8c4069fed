import { useEffect, useState } from 'react';
import { useFact, useInbox } from './inbox-context.ts';

/** The browser's time, read again every `everyMs`. */
export function useBrowserNow(everyMs: number): number {
  const { clock } = useInbox();
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return now;
}

/** The server's time as far as it is known: what "5 min ago" is counted from. */
export function useNow(everyMs = 15_000): number {
  return useBrowserNow(everyMs) + useFact((state) => state.clockOffsetMs);
}
