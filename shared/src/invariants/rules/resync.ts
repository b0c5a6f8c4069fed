import { limits } from '../../limits.ts';
import type { TraceEvent, TraceEventOf } from '../../trace/events.ts';
import { Folding } from '../folding.ts';
import { startsAnew } from '../identity-change.ts';
import { askedOf } from '../routes-seen.ts';
import { asObject, findRows } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

/** Time the widget has to start what it must do at once; generous, since a background tab's timers are throttled. */
const soonMs = 10_000;
/** "Stuck": this long after a reconnect, online, the widget still differs from the server. */
const stuckMs = 30_000;

/** Time in which a failed sync is tried again; one that was answered is not held back. */
function retryWithinMs(status: number): number {
  return status < 300 ? 0 : limits.reconnectDelayMsMax;
}

/** The syncs that were asked and not answered: while one hangs, the next cannot begin. */
class SyncsUnderWay {
  private readonly requestIds = new Set<number>();

  /** How long it takes at most until one can be asked again. */
  get endWithinMs(): number {
    return this.requestIds.size > 0 ? limits.requestTimeoutMs : 0;
  }

  /** Whether this request brings what there is to know. */
  asked(event: TraceEventOf<'request'>): boolean {
    const what = askedOf(event);
    if (what?.command !== 'sync' && what?.command !== 'bootstrap') return false;
    this.requestIds.add(event.requestId);
    return true;
  }

  ended(event: TraceEventOf<'response' | 'request_failed'>): boolean {
    return this.requestIds.delete(event.requestId);
  }

  /** The questions of the person before concern nobody. */
  forget(): void {
    this.requestIds.clear();
  }
}

interface Frame {
  type?: string;
  reconnect?: boolean;
  version?: number;
  contactId?: string;
}

export const resyncAfterReconnect: Rule = {
  id: 'resync-after-reconnect',
  requirement: 'R2.E',
  severity: 'critical',
  promise: 'After every reconnect the widget asks the server what it missed.',
  meaning: 'Replies that came while the connection was down never appear.',
  look: 'The "ready" frame in the evidence: no sync follows it.',
  scope: 'load',
  watch(watch) {
    const reconnecting = new Set<number>();
    const syncs = new SyncsUnderWay();
    /** The "ready" that waits for its sync. */
    let ready: EventId | null = null;
    const expect = (withinMs: number) => {
      if (ready) watch.expect('sync', withinMs, [ready], 'Reconnected, but nothing was synced.');
    };
    const met = () => {
      if (!ready) return;
      ready = null;
      watch.met('sync');
    };
    return {
      frame(event) {
        const frame = asObject<Frame>(event.data);
        if (event.direction === 'out' && frame?.type === 'hello' && frame.reconnect)
          reconnecting.add(event.socketId);
        if (event.direction === 'in' && frame?.type === 'ready' && reconnecting.delete(event.socketId)) {
          ready = eventId(event);
          // One that was asked before hangs, or ends first: there is one sync at a time.
          expect(soonMs + syncs.endWithinMs);
        }
      },
      socket(event) {
        // Gone again: the next reconnect is judged anew, and that there is one, by another rule.
        if (event.phase === 'closed' || event.phase === 'closing') met();
      },
      request(event) {
        if (syncs.asked(event)) met();
      },
      response(event) {
        if (syncs.ended(event)) expect(soonMs + retryWithinMs(event.status));
      },
      request_failed(event) {
        if (syncs.ended(event)) expect(soonMs + limits.reconnectDelayMsMax);
      },
      identity(event) {
        if (startsAnew(event)) syncs.forget();
        met();
      },
    };
  },
};

export const nothingStuck: Rule = {
  id: 'nothing-stuck',
  requirement: 'R2.E',
  severity: 'critical',
  promise: 'Soon after a reconnect the widget knows everything that the server knows.',
  meaning: '"Stuck waiting": the agent has answered, the visitor still sees "waiting".',
  look: 'The server’s version in the evidence, and what the widget received after it.',
  scope: 'load',
  watch(watch) {
    const folding = new Folding();
    const syncs = new SyncsUnderWay();
    let wanted: { version: number; by: EventId } | null = null;
    const expect = (withinMs: number) => {
      if (!wanted) return;
      const detail = `The server is at version ${wanted.version}, the widget stays at ${folding.known ?? 0}.`;
      watch.expect('version', withinMs, [wanted.by], detail);
    };
    const settle = () => {
      if (wanted === null || (folding.known ?? 0) < wanted.version) return;
      wanted = null;
      watch.met('version');
    };
    return {
      request(event) {
        syncs.asked(event);
      },
      response(event) {
        folding.take(event);
        // A sync that failed is seen, and tried again: that is another rule. Here the time begins anew.
        if (syncs.ended(event) && event.status >= 300) expect(stuckMs + retryWithinMs(event.status));
        settle();
      },
      request_failed(event) {
        if (syncs.ended(event)) expect(stuckMs + limits.reconnectDelayMsMax);
      },
      frame(event) {
        folding.take(event);
        const frame = asObject<Frame>(event.data);
        if (event.direction === 'in' && frame?.type === 'ready' && typeof frame.version === 'number') {
          wanted = { version: frame.version, by: eventId(event) };
          expect(stuckMs);
        }
        settle();
      },
      socket(event) {
        // Gone again: what is to be known is said anew by the next "ready".
        if ((event.phase !== 'closed' && event.phase !== 'closing') || !wanted) return;
        wanted = null;
        watch.met('version');
      },
      storage: (event) => folding.storage(event),
      identity(event) {
        folding.identity(event);
        if (!startsAnew(event)) return;
        syncs.forget();
        wanted = null;
        watch.met('version');
      },
    };
  },
};

export const holeMeansSync: Rule = {
  id: 'hole-means-sync',
  requirement: 'R2.E',
  severity: 'critical',
  promise: 'Versions come without holes; a hole is filled by a sync, never guessed over.',
  meaning: 'One message in the middle is missing, and nothing says so.',
  look: 'The event in the evidence starts after what the widget knew; no sync follows.',
  scope: 'load',
  watch(watch) {
    const folding = new Folding();
    const syncs = new SyncsUnderWay();
    let hole: { by: EventId; detail: string } | null = null;
    const expect = (withinMs: number) => {
      if (hole) watch.expect('hole', withinMs, [hole.by], hole.detail);
    };
    const met = () => {
      if (!hole) return;
      hole = null;
      watch.met('hole');
    };
    return {
      response(event) {
        folding.take(event);
        if (!folding.waits) met();
        if (syncs.ended(event)) expect(soonMs + retryWithinMs(event.status));
      },
      request_failed(event) {
        if (syncs.ended(event)) expect(soonMs + limits.reconnectDelayMsMax);
      },
      frame(event) {
        if (folding.take(event).length > 0) {
          watch.exercise();
          // What was late came by itself.
          if (!folding.waits) met();
          return;
        }
        const span = findRows(event)?.span;
        // A frame that brings nothing leaves no hole, whatever waits.
        if (span && folding.waits && !hole) {
          hole = {
            by: eventId(event),
            detail: `Version ${span.from + 1} follows ${folding.known}; nothing was synced.`,
          };
          expect(limits.eventHoldMs + soonMs + syncs.endWithinMs);
        }
      },
      request(event) {
        if (syncs.asked(event)) met();
      },
      storage: (event) => folding.storage(event),
      identity(event) {
        folding.identity(event);
        if (!startsAnew(event)) return;
        syncs.forget();
        met();
      },
    };
  },
};

export const versionNeverBack: Rule = {
  id: 'version-never-back',
  requirement: 'R2.E',
  severity: 'critical',
  promise: 'The version of a contact never goes back.',
  meaning:
    'The database forgot something it had told, for example after a restore; cursors are worth nothing.',
  look: 'The two answers in the evidence.',
  scope: 'load',
  watch(watch) {
    const reached = new Map<string, { version: number; by: EventId }>();
    const check = (event: TraceEvent, contactId: string, version: number) => {
      watch.exercise();
      const before = reached.get(contactId);
      if (before && version < before.version) {
        watch.violate(
          [before.by, eventId(event)],
          `The server was at version ${before.version}, and now says ${version}.`,
        );
      } else reached.set(contactId, { version, by: eventId(event) });
    };
    return {
      frame(event) {
        const frame = asObject<Frame>(event.data);
        if (event.direction !== 'in' || frame?.type !== 'ready') return;
        if (frame.contactId && typeof frame.version === 'number')
          check(event, frame.contactId, frame.version);
      },
    };
  },
};

export const lossIsNoticed: Rule = {
  id: 'loss-is-noticed',
  requirement: 'R2.E',
  severity: 'major',
  promise: 'A lost connection is noticed, and a new one is tried or the server is polled.',
  meaning: 'The chat looks alive and is deaf.',
  look: 'The closed socket in the evidence: nothing is tried after it.',
  scope: 'load',
  watch(watch) {
    const own = new Set([1000, 1001, 4020]);
    return {
      socket(event) {
        if (event.phase === 'connecting') watch.met('again');
        if (event.phase === 'closed' && !own.has(event.code ?? 0)) {
          watch.expect(
            'again',
            limits.reconnectDelayMsMax + soonMs,
            [eventId(event)],
            'The socket closed, and nothing was tried after it.',
          );
        }
      },
      request(event) {
        const what = askedOf(event);
        if (what?.command === 'sync' || what?.command === 'bootstrap' || what?.command === 'logout')
          watch.met('again');
      },
      api(event) {
        if (event.method === 'shutdown' || event.method === 'logout') watch.met('again');
      },
      identity() {
        watch.met('again');
      },
      action(event) {
        // Closing the messenger with nothing open leaves nothing to hear.
        if (asObject<{ type: string }>(event.action)?.type === 'closed') watch.met('again');
      },
    };
  },
};

export const syncFailureVisible: Rule = {
  id: 'sync-failure-visible',
  requirement: 'R2.E',
  severity: 'major',
  promise: 'A sync that failed is tried again.',
  meaning: 'Everything looks healthy, and replies are silently missing.',
  look: 'The failed sync in the evidence.',
  scope: 'load',
  watch(watch) {
    const asked = new Set<number>();
    const failed = (event: TraceEvent) =>
      watch.expect(
        'retry',
        limits.reconnectDelayMsMax + soonMs,
        [eventId(event)],
        'A sync failed and was not tried again.',
      );
    return {
      request(event) {
        const what = askedOf(event);
        if (what?.command === 'bootstrap') watch.met('retry');
        if (what?.command !== 'sync') return;
        watch.met('retry');
        asked.add(event.requestId);
      },
      response(event) {
        if (!asked.delete(event.requestId)) return;
        // 4xx other than 429 ends an identity, not a sync.
        if (event.status >= 500 || event.status === 429) failed(event);
        else watch.exercise();
      },
      request_failed(event) {
        if (asked.delete(event.requestId)) failed(event);
      },
      identity(event) {
        if (startsAnew(event)) asked.clear();
        watch.met('retry');
      },
      api(event) {
        if (event.method === 'shutdown') watch.met('retry');
      },
      action(event) {
        if (asObject<{ type: string }>(event.action)?.type === 'closed') watch.met('retry');
      },
    };
  },
};
