import type { KeptLine } from './trace-line.ts';

/** What is known of one load: whose it is, or the lines that wait until somebody says. */
interface Load {
  contactId: string | null;
  waiting: KeptLine[];
}

export interface LoadMemory {
  /**
   * Takes a line of a load. Answers with the contact and the lines that may be kept now, this one last; undefined
   * while the load has no contact.
   */
  admit(
    key: LoadKey,
    contactId: string | null,
    line: KeptLine,
  ): { contactId: string; lines: KeptLine[] } | undefined;
}

/**
 * Which load a line belongs to. The trace alone would not do: clients choose it, so that one could claim what another
 * has done. The device is a random number that only its own browser knows.
 */
export interface LoadKey {
  companyId: string;
  traceId: string;
  deviceId: string | null;
}

/**
 * Lines that were written before their load had a contact (or name none, because they failed) join it once it has one.
 * Most loads never do: the oldest are forgotten, and nothing of them was ever written.
 */
export function createLoadMemory(bounds: { loadsMax: number; waitingLinesMax: number }): LoadMemory {
  const loads = new Map<string, Load>();
  return {
    admit: ({ companyId, traceId, deviceId }, contactId, line) => {
      // Without a device nothing says that two lines are of one load.
      if (deviceId === null) return contactId === null ? undefined : { contactId, lines: [line] };
      const key = `${companyId} ${traceId} ${deviceId}`;
      const load = loads.get(key) ?? { contactId: null, waiting: [] };
      loads.delete(key);
      loads.set(key, load);
      if (loads.size > bounds.loadsMax) loads.delete(loads.keys().next().value as string);
      load.contactId = contactId ?? load.contactId;
      if (load.contactId === null) {
        if (load.waiting.length < bounds.waitingLinesMax) load.waiting.push(line);
        return undefined;
      }
      const lines = load.waiting.length > 0 ? [...load.waiting, line] : [line];
      load.waiting = [];
      return { contactId: load.contactId, lines };
    },
  };
}
