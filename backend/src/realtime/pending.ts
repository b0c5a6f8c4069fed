export interface Pending {
  /** Counts one more socket of this address; undefined where it has too many. Call what it returns once it is known. */
  begin(address: string): (() => void) | undefined;
}

/** Sockets of which nobody knows yet who they are: each costs memory, so that one address may have only so many. */
export function createPending(perAddressMax: number): Pending {
  const counts = new Map<string, number>();
  return {
    begin: (address) => {
      const count = counts.get(address) ?? 0;
      if (count >= perAddressMax) return undefined;
      counts.set(address, count + 1);
      let isCounted = true;
      return () => {
        if (!isCounted) return;
        isCounted = false;
        const left = (counts.get(address) ?? 1) - 1;
        if (left === 0) counts.delete(address);
        else counts.set(address, left);
      };
    },
  };
}
