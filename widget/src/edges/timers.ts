/** Timers by name. What this answers with replaces the timer of that name; null ends it. */
export function createTimers(
  onTimer: (name: string) => void,
): (name: string, afterMs: number | null) => void {
  const timers: Record<string, ReturnType<typeof setTimeout>> = {};
  return (name, afterMs) => {
    clearTimeout(timers[name]);
    if (afterMs !== null) timers[name] = setTimeout(onTimer, afterMs, name);
  };
}
