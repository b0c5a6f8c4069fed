import { describe, expect, test } from 'vitest';
import { openTab, type TraceTab } from '../../testing/trace-builder.ts';
import type { TraceEvent, TraceEventKind, TraceEventOf } from '../trace/events.ts';
import { catalogue } from './catalogue.ts';
import { createJudge } from './engine.ts';
import type { Verdict } from './rule.ts';

/** A whole chat: start, both write, a lost connection, a solve, a survey, a reopening, a reload. */
function wholeChat(): { first: TraceTab; second: TraceTab } {
  const first = openTab()
    .bootstrap()
    .start()
    .connect()
    .send('Hello')
    .agentReplies('Hi')
    .read()
    .agentReplies('More');
  first.goOffline().wait(10_000);
  first.server.write(first.conversation.conversationId, 'While you were away', 'agent');
  first.goOnline().send('Back').agentSolves().rate(5, 'ok').send('Once more').wait(60_000);
  const second = first.reload().bootstrap().connect().read().wait(60_000);
  second.push('page', { what: 'visible', detail: null }, null);
  return { first, second };
}

function judged(...witnesses: readonly (readonly TraceEvent[])[]): Map<string, Verdict> {
  const judge = createJudge(catalogue);
  for (const events of witnesses) for (const event of events) judge.push(event);
  return new Map(judge.verdicts().map((verdict) => [verdict.rule.id, verdict]));
}

type Loose = Record<string, unknown> & { kind: TraceEventKind; seq: number };

/** The events, deeply copied, with one change; numbered anew, so that only the planted defect is wrong. */
function broken(
  events: readonly TraceEvent[],
  change: (events: Loose[]) => Loose[] | undefined,
): TraceEvent[] {
  const copy = structuredClone(events) as unknown as Loose[];
  const changed = change(copy) ?? copy;
  return changed.map((event, i) => ({ ...event, seq: i + 1 })) as unknown as TraceEvent[];
}

function only<Kind extends TraceEventKind>(
  events: Loose[],
  kind: Kind,
  test: (event: TraceEventOf<Kind>) => boolean = () => true,
) {
  const found = events.filter((event) => event.kind === kind) as unknown as TraceEventOf<Kind>[];
  const matching = found.filter(test);
  if (matching.length === 0) throw new Error(`assert: the story has no such ${kind}`);
  return matching as unknown as (TraceEventOf<Kind> & Loose)[];
}

const asks = (part: string) => (event: TraceEventOf<'request'>) => event.path.includes(part);
const frameOf = (type: string) => (event: TraceEventOf<'frame'>) =>
  (event.data as { type: string }).type === type;
const without = (events: Loose[], gone: readonly Loose[]) => events.filter((event) => !gone.includes(event));
const at = (events: Loose[], i: number, ...more: Loose[]) => [
  ...events.slice(0, i),
  ...more,
  ...events.slice(i),
];
const after = (events: Loose[], event: Loose, ...more: Loose[]) =>
  at(events, events.indexOf(event) + 1, ...more);
// biome-ignore lint/suspicious/noExplicitAny: broken rows have, on purpose, no shape
type Row = any;

function rowsIn(event: { body?: unknown; data?: unknown }): Row[] {
  const holder = (event.body ?? event.data) as Row;
  return (holder.changes?.changes ?? []).map(
    (change: Row) => change.conversation ?? change.message ?? change.contact,
  );
}

/** One planted defect per rule: what a broken build would have made of the same chat. */
const defects: Record<string, (events: Loose[]) => Loose[] | undefined> = {
  'one-open-conversation': (events) => {
    const [answer] = only(events, 'response', (event) => 'sessionId' in (event.body as Row));
    const other = structuredClone(answer!) as Row;
    for (const change of other.body.changes.changes) {
      if (change.conversation) change.conversation.conversationId = '0192aaaa-0000-7000-8000-000000000bad';
    }
    return after(events, answer!, other);
  },
  'start-is-idempotent': (events) => {
    const [request] = only(events, 'request', asks('/sessions'));
    const [answer] = only(events, 'response', (event) => event.requestId === request!.requestId);
    const second = { ...structuredClone(request!), requestId: 900 } as Loose;
    const other = structuredClone(answer!) as Row;
    other.requestId = 900;
    other.body.conversationId = '0192aaaa-0000-7000-8000-000000000bad';
    return after(events, answer!, second, other);
  },
  'one-intention-one-conversation': (events) =>
    without(
      events,
      only(events, 'action', (event) => /start_clicked/.test(JSON.stringify(event.action))),
    ),
  'double-click-is-one-start': (events) => {
    const [request] = only(events, 'request', asks('/sessions'));
    const second = structuredClone(request!) as Row;
    second.requestId = 900;
    second.body.clientStartId = '0192aaaa-0000-4000-8000-000000000bad';
    return after(events, request!, second);
  },
  'unread-from-server': (events) => {
    const shown = only(events, 'unread', (event) => event.conversations.length > 0).at(-1)!;
    shown.total += 3;
    return undefined;
  },
  'unread-is-exact': (events) => {
    for (const frame of only(events, 'frame', frameOf('event')))
      for (const row of rowsIn(frame)) if ('unreadCount' in row) row.unreadCount += 2;
    return undefined;
  },
  'read-mark-forward': (events) => {
    for (const row of rowsIn(only(events, 'frame', frameOf('event')).at(-1)!))
      if ('readSeq' in row) row.readSeq = 0;
    return undefined;
  },
  'read-only-when-looking': (events) => {
    const [request] = only(events, 'request', asks('/read'));
    const hidden = {
      ...structuredClone(request!),
      kind: 'page',
      what: 'hidden',
      detail: null,
    } as unknown as Loose;
    return at(events, events.indexOf(request!), hidden);
  },
  'client-message-id-unique': (events) => {
    const [answer] = only(events, 'response', (event) => 'message' in (event.body as Row));
    const other = structuredClone(answer!) as Row;
    for (const row of rowsIn(other)) {
      if ('clientMessageId' in row)
        Object.assign(row, { messageId: '0192aaaa-0000-7000-8000-000000000bad', seq: row.seq + 40 });
    }
    return after(events, answer!, other);
  },
  'send-has-client-message-id': (events) => {
    delete (only(events, 'request', asks('/messages'))[0]!.body as Row).clientMessageId;
    return undefined;
  },
  'retry-keeps-id': (events) => {
    const [request] = only(events, 'request', asks('/messages'));
    const second = structuredClone(request!) as Row;
    second.requestId = 900;
    second.body.clientMessageId = '0192aaaa-0000-4000-8000-000000000bad';
    return after(events, request!, second);
  },
  'seq-without-holes': (events) => {
    const [answer] = only(events, 'response', (event) => 'message' in (event.body as Row));
    const other = structuredClone(answer!) as Row;
    for (const row of rowsIn(other)) {
      if ('clientMessageId' in row)
        Object.assign(row, { messageId: '0192aaaa-0000-7000-8000-000000000bad', clientMessageId: 'other' });
    }
    return after(events, answer!, other);
  },
  'sent-ends': (events) => {
    const [request] = only(events, 'request', asks('/messages'));
    const until = events.indexOf(request!) + 1;
    const later = {
      ...structuredClone(request!),
      kind: 'page',
      what: 'visible',
      detail: null,
      t: request!.t + 40_000,
    };
    return [...events.slice(0, until), later as unknown as Loose];
  },
  'pending-never-vanishes': (events) => {
    const [request] = only(events, 'request', asks('/messages'));
    const screen = only(events, 'screen', (event) => event.pending.length > 0)[0]!;
    return after(events, request!, { ...structuredClone(screen), pending: [] } as unknown as Loose);
  },
  'shown-once': (events) => {
    const screen = only(events, 'screen', (event) => event.runs.length > 0).at(-1)!;
    screen.runs.push([screen.runs[0]![1], screen.runs[0]![1]]);
    return undefined;
  },
  'received-is-shown': (events) => {
    for (const screen of only(events, 'screen', (event) => event.runs.length > 0)) screen.runs = [[1, 1]];
    return undefined;
  },
  'resync-after-reconnect': (events) => without(events, only(events, 'request', asks('/sync'))),
  'nothing-stuck': (events) => {
    const ready = only(events, 'frame', frameOf('ready')).at(-1)!;
    (ready.data as Row).version += 7;
    for (const event of events.slice(events.indexOf(ready) + 1))
      if (event.kind === 'response' || event.kind === 'frame') Object.assign(event, { body: {}, data: {} });
    return undefined;
  },
  'hole-means-sync': (events) => {
    const frames = only(events, 'frame', frameOf('event'));
    for (const frame of frames.slice(1)) {
      const { changes } = frame.data as Row;
      changes.from += 5;
      changes.version += 5;
    }
    return without(events, only(events, 'request', asks('/sync')));
  },
  'version-never-back': (events) => {
    (only(events, 'frame', frameOf('ready')).at(-1)!.data as Row).version = 0;
    return undefined;
  },
  'loss-is-noticed': (events) => {
    const [closed] = only(events, 'socket', (event) => event.phase === 'closed');
    const later = {
      ...structuredClone(closed!),
      kind: 'page',
      what: 'visible',
      detail: null,
      t: closed!.t + 90_000,
    };
    const online = { ...later, what: 'online', t: closed!.t + 1 };
    return [...events.slice(0, events.indexOf(closed!) + 1), online, later] as unknown as Loose[];
  },
  'sync-failure-visible': (events) => {
    const [request] = only(events, 'request', asks('/sync'));
    const failed = { ...structuredClone(request!), kind: 'request_failed', reason: 'network', durationMs: 9 };
    const later = {
      ...structuredClone(request!),
      kind: 'page',
      what: 'visible',
      detail: null,
      t: request!.t + 90_000,
    };
    return [...events.slice(0, events.indexOf(request!) + 1), failed, later] as unknown as Loose[];
  },
  'company-never-changes': (events) => {
    const last = events.at(-1) as Row;
    last.fields = { ...last.fields, companyId: 'somebody-else' };
    return undefined;
  },
  'contact-changes-by-identity': (events) => without(events, only(events, 'identity')),
  'device-stable': (events) => {
    const last = events.at(-1) as Row;
    last.fields = { ...last.fields, deviceId: '0192aaaa-0000-4000-8000-000000000bad' };
    return undefined;
  },
  'no-secret-in-address': (events) => {
    const [socket] = only(events, 'socket');
    socket!.path += `?token=${'x'.repeat(43)}`;
    return undefined;
  },
  'no-secret-in-frame': (events) => {
    (only(events, 'frame', frameOf('ready'))[0]!.data as Row).token = 'x'.repeat(43);
    return undefined;
  },
  'old-identity-dropped': (events) => {
    const last = only(events, 'screen', (event) => event.conversationId !== null).at(-1)!;
    const logout = {
      ...structuredClone(last),
      kind: 'identity',
      from: last.fields.contactId,
      to: null,
      cause: 'logout',
    };
    return [...events, logout, structuredClone(last)] as unknown as Loose[];
  },
  'prechat-only-when-missing': (events) => {
    const last = events.at(-1) as Row;
    const form = {
      ...structuredClone(last),
      kind: 'transition',
      from: 'idle',
      to: 'prechat',
      event: 'prechat_needed',
      jumped: false,
    };
    return [...events, form] as unknown as Loose[];
  },
  'prechat-is-required': (events) => {
    const [boot] = only(events, 'response', (event) => 'widget' in (event.body as Row));
    (boot!.body as Row).widget.prechat = [{ name: 'phone', required: true }];
    return undefined;
  },
  'prechat-keeps-contact': (events) => {
    const [send] = only(events, 'request', asks('/messages'));
    const [answer] = only(events, 'response', (event) => event.requestId === send!.requestId);
    const request = {
      ...structuredClone(send!),
      requestId: 900,
      path: '/v1/widgets/wgt_pots/prechat',
      body: {},
    };
    const other = structuredClone(answer!) as Row;
    other.requestId = 900;
    other.body.changes.contactId = '0192aaaa-0000-7000-8000-000000000bad';
    return after(events, answer!, request as unknown as Loose, other);
  },
  'survey-own-conversation': (events) => {
    (only(events, 'request', asks('/survey'))[0]!.body as Row).cycle = 9;
    return undefined;
  },
  'survey-changes-nothing': (events) => {
    const [request] = only(events, 'request', asks('/survey'));
    const [answer] = only(events, 'response', (event) => event.requestId === request!.requestId);
    for (const row of rowsIn(answer!)) if ('status' in row) row.status = 'waiting';
    return undefined;
  },
  'legal-transitions': (events) => {
    only(events, 'transition').at(-1)!.to = 'prechat';
    return undefined;
  },
  'state-matches-server': (events) => {
    const active = only(events, 'transition', (event) => event.to === 'active')[0]!;
    active.to = 'solved';
    return undefined;
  },
  'session-maps-to-one': (events) => {
    (only(events, 'frame', frameOf('ready')).at(-1)!.data as Row).session.conversationId = 'another';
    return undefined;
  },
  'socket-session-resolves': (events) => {
    (only(events, 'frame', frameOf('ready'))[0]!.data as Row).session = null;
    return undefined;
  },
  'start-names-conversation': (events) => {
    (
      only(events, 'response', (event) => 'sessionId' in (event.body as Row))[0]!.body as Row
    ).changes.changes = [];
    return undefined;
  },
  'ten-fields-complete': (events) => {
    const last = events.at(-1) as Row;
    last.fields = { ...last.fields, companyId: null };
    return undefined;
  },
  'traceparent-everywhere': (events) => {
    only(events, 'request', asks('/messages'))[0]!.headers = {};
    return undefined;
  },
  'operations-end': (events) =>
    without(events, [only(events, 'operation', (event) => event.phase !== 'start')[1]!]),
  'requests-belong-to-operations': (events) => {
    only(events, 'request', asks('/messages'))[0]!.span = null;
    return undefined;
  },
};

describe('every promise', () => {
  const { first, second } = wholeChat();

  test('[R2.A] [R2.B] [R2.C] [R2.D] [R2.E] holds in a whole chat', () => {
    const verdicts = judged(first.events, second.events, first.server.lines);
    expect([...verdicts.values()].filter((verdict) => verdict.status === 'violated')).toEqual([]);
    expect([...verdicts.values()].filter((verdict) => verdict.status === 'pending')).toEqual([]);
    expect([...verdicts.values()].filter((verdict) => verdict.status === 'inconclusive')).toEqual([]);
  });

  test('has a defect here that breaks it', () => {
    const bySeverLines = ['server-status-legal'];
    expect(Object.keys(defects).sort()).toEqual(
      catalogue
        .map((rule) => rule.id)
        .filter((id) => !bySeverLines.includes(id))
        .sort(),
    );
  });

  for (const [id, change] of Object.entries(defects)) {
    const { requirement } = catalogue.find((rule) => rule.id === id)!;
    test(`[${requirement}] ${id} is violated by its defect, with evidence`, () => {
      const events = broken(first.events, change);
      const verdict = judged(events).get(id)!;
      expect(verdict.status).toBe('violated');
      const known = new Set(events.map((event) => `${event.fields.traceId}/w${event.seq}`));
      for (const violation of verdict.violations) {
        expect(violation.evidence.length).toBeGreaterThan(0);
        expect(violation.evidence.length).toBeLessThanOrEqual(3);
        for (const evidence of violation.evidence) expect(known).toContain(evidence);
      }
    });
  }

  test('[R5.1] server-status-legal is violated by a conversation that comes back from the archive', () => {
    const line = structuredClone(first.server.lines[0]!) as Row;
    line.about = { statusChanges: [{ from: 'archived', to: 'active' }] };
    expect(judged([line]).get('server-status-legal')!.status).toBe('violated');
  });

  test('is not taken for broken where a clean trace was cut', () => {
    const { events } = first;
    const broken = new Map<string, string>();
    const hold = (cut: string, kept: readonly TraceEvent[]) => {
      for (const verdict of judged(kept).values())
        if (verdict.status === 'violated') broken.set(verdict.rule.id, cut);
    };
    for (let i = 1; i < events.length; i++) hold(`begins at ${i}`, events.slice(i));
    for (let i = 1; i < events.length; i += 3) {
      for (const length of [1, 4, 20]) {
        hold(`lacks ${length} at ${i}`, [...events.slice(0, i), ...events.slice(i + length)]);
      }
    }
    expect([...broken]).toEqual([]);
  });

  test('is inconclusive after a gap, never satisfied', () => {
    const events = first.events.filter((event) => event.seq !== 20);
    const statuses = new Set([...judged(events).values()].map((verdict) => verdict.status));
    expect(statuses.has('holds')).toBe(false);
    expect(statuses.has('inconclusive')).toBe(true);
  });
});
