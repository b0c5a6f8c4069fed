/** Timers by name. */
export function createTimers(onTimer: (name: string) => void) {
  const running = new Map<string, ReturnType<typeof setTimeout>>();
  return {
    /** Replaces the timer of that name; null ends it. */
    set(name: string, afterMs: number | null): void {
      clearTimeout(running.get(name));
      running.delete(name);
      if (afterMs === null) return;
      const timer = setTimeout(() => {
        running.delete(name);
        onTimer(name);
      }, afterMs);
      running.set(name, timer);
    },
    clear(): void {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    },
  };
}
