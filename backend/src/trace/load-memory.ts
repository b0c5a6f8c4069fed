import type { Actor } from '../log/operation-line.ts';
import { createRecent } from './recent.ts';
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
  actor: Actor;
}

export interface LoadMemoryBounds {
  loadsMax: number;
  waitingLinesMax: number;
  anonymousTracesMax: number;
  anonymousLinesMax: number;
}

/**
 * Lines that were written before their load had a contact (or name none, because they failed) join it once it has one.
 * Most loads never do: the oldest are forgotten, and nothing of them was ever written.
 *
 * A new visitor's first request has no device either: their browser makes one when there is something to keep. Such a
 * line waits under its trace alone, and joins the first device of that trace that has a contact. Whoever claims it so
 * may be somebody else, since clients choose traces; but it names nobody (no device, contact, conversation or session),
 * so all that it tells them is that a page was loaded in a trace that they already know the id of. These wait apart
 * from the rest: page views outnumber chats by thousands, and must not push those who talk out of the memory.
 */
export function createLoadMemory(bounds: LoadMemoryBounds): LoadMemory {
  const loads = createRecent<Load>(bounds.loadsMax);
  const anonymous = createRecent<KeptLine[]>(bounds.anonymousTracesMax);

  return {
    admit: (key, contactId, line) => {
      const trace = `${key.companyId} ${key.traceId}`;
      // Without a device nothing says that two lines are of one load.
      if (key.deviceId === null) {
        if (contactId !== null) return { contactId, lines: [line] };
        if (key.actor === 'visitor' && namesNobody(line)) waitIn(trace, line);
        return undefined;
      }
      const of = `${trace} ${key.deviceId}`;
      const load = loads.take(of) ?? { contactId: null, waiting: [] };
      loads.put(of, load);
      load.contactId = contactId ?? load.contactId;
      if (load.contactId === null) {
        if (load.waiting.length < bounds.waitingLinesMax) load.waiting.push(line);
        return undefined;
      }
      const lines = [...(anonymous.take(trace) ?? []), ...load.waiting, line];
      load.waiting = [];
      return { contactId: load.contactId, lines };
    },
  };

  function waitIn(trace: string, line: KeptLine): void {
    const waiting = anonymous.take(trace) ?? [];
    if (waiting.length < bounds.anonymousLinesMax) waiting.push(line);
    anonymous.put(trace, waiting);
  }
}

function namesNobody({ fields }: KeptLine): boolean {
  return (
    fields.deviceId === null &&
    fields.contactId === null &&
    fields.conversationId === null &&
    fields.sessionId === null
  );
}
