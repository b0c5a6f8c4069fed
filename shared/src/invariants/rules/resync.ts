import { limits } from '../../limits.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { startsAnew } from '../identity-change.ts';
import { askedOf } from '../routes-seen.ts';
import { asObject, findRows } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

/** Time the widget has to start what it must do at once; generous, since a background tab's timers are throttled. */
const soonMs = 10_000;
/** "Stuck": this long after a reconnect, online, the widget still differs from the server. */
const stuckMs = 30_000;

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
    return {
      frame(event) {
        const frame = asObject<Frame>(event.data);
        if (event.direction === 'out' && frame?.type === 'hello' && frame.reconnect)
          reconnecting.add(event.socketId);
        if (event.direction === 'in' && frame?.type === 'ready' && reconnecting.delete(event.socketId)) {
          watch.expect('sync', soonMs, [eventId(event)], 'Reconnected, but nothing was synced.');
        }
      },
      request(event) {
        const what = askedOf(event);
        if (what?.command === 'sync' || what?.command === 'bootstrap') watch.met('sync');
      },
      identity() {
        watch.met('sync');
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
    let known: number | null = null;
    const take = (event: TraceEvent) => {
      const rows = findRows(event);
      // What starts beyond what is known leaves a hole below it.
      if (rows?.span && (rows.whole || known === null || rows.span.from <= known))
        known = Math.max(known ?? 0, rows.span.version);
      settle();
    };
    let wanted: number | null = null;
    const settle = () => {
      if (wanted === null || (known ?? 0) < wanted) return;
      wanted = null;
      watch.met('version');
    };
    return {
      response: take,
      frame(event) {
        take(event);
        const frame = asObject<Frame>(event.data);
        if (event.direction !== 'in' || frame?.type !== 'ready' || typeof frame.version !== 'number') return;
        wanted = frame.version;
        watch.expect(
          'version',
          stuckMs,
          [eventId(event)],
          `The server is at version ${frame.version}, the widget stays at ${known ?? 0}.`,
        );
        settle();
      },
      identity(event) {
        if (!startsAnew(event)) return;
        known = null;
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
    let known: number | null = null;
    let contactId: string | null = null;
    const take = (event: TraceEvent) => {
      const rows = findRows(event);
      if (!rows?.span || !rows.contactId) return;
      if (contactId !== rows.contactId) {
        contactId = rows.contactId;
        known = null;
      }
      const { from, version } = rows.span;
      if (known !== null && from > known && event.kind === 'frame') {
        watch.expect(
          'hole',
          limits.eventHoldMs + soonMs,
          [eventId(event)],
          `Version ${from + 1} follows ${known}; nothing was synced.`,
        );
        return;
      }
      watch.exercise();
      if (known !== null && from > known) return;
      known = Math.max(known ?? 0, version);
    };
    return {
      response(event) {
        take(event);
        const body = asObject<{
          kind?: string;
          changes?: { version: number };
          snapshot?: { version: number };
        }>(event.body);
        const reached = body?.changes?.version ?? body?.snapshot?.version;
        if (reached !== undefined && body?.kind) known = Math.max(known ?? 0, reached);
      },
      frame: take,
      request(event) {
        const what = askedOf(event);
        if (what?.command === 'sync' || what?.command === 'bootstrap') watch.met('hole');
      },
      identity(event) {
        if (!startsAnew(event)) return;
        known = null;
        watch.met('hole');
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
      identity() {
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
