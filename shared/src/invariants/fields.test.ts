import { describe, expect, test } from 'vitest';
import { aChat } from '../../testing/trace-blob.ts';
import type { TraceEvent } from '../trace/events.ts';
import type { TenFields } from '../trace/ten-fields.ts';
import { catalogue } from './catalogue.ts';
import { createJudge } from './engine.ts';

const { events, traceId, server, fields } = aChat();
const lines = server.lines.filter((line) => line.fields.traceId === traceId);
const other = '0192aaaa-0000-7000-8000-000000000bad';
// biome-ignore lint/suspicious/noExplicitAny: broken events have, on purpose, no shape
type Loose = any;

/** What is broken in these events, by its promise, with what is said of it. */
function broken(told: readonly TraceEvent[]): Map<string, string> {
  const judge = createJudge(catalogue);
  for (const event of told) judge.push(event);
  judge.tick(traceId, 1e7);
  const violated = judge.verdicts().filter(({ status }) => status === 'violated');
  return new Map(violated.map(({ rule, violations }) => [rule.id, violations[0]?.detail ?? '']));
}

function changed(told: readonly TraceEvent[], change: (event: Loose, index: number) => void): TraceEvent[] {
  const copy = structuredClone(told) as TraceEvent[];
  copy.forEach(change);
  return copy;
}

/** From the middle on, in every event that names the conversation. */
function withFields(wrong: Partial<TenFields>): TraceEvent[] {
  return changed(events, (event, index) => {
    if (index > events.length * 0.6 && event.fields.conversationId)
      event.fields = { ...event.fields, ...wrong };
  });
}

describe('[R1.2] the ten fields of a load, and of the server’s lines', () => {
  test('keep every promise as they are', () => {
    expect(fields.sessionId).not.toBeNull();
    expect(fields.lastMessageId).not.toBeNull();
    expect(lines.length).toBeGreaterThan(3);
    expect([...broken([...events, ...lines])]).toEqual([]);
  });

  test.each<[keyof TenFields, unknown, string, RegExp]>([
    ['sessionId', null, 'ten-fields-complete', /sessionId went missing/],
    ['sessionId', other, 'ten-fields-complete', /sessionId .* became .*bad/],
    ['lastMessageId', null, 'ten-fields-complete', /lastMessageId went missing/],
    ['lastMessageId', other, 'state-matches-server', /the widget’s fields say .*bad/],
    ['unreadCount', null, 'ten-fields-complete', /without unreadCount/],
    ['status', null, 'ten-fields-complete', /without status/],
    ['status', 'archived', 'state-matches-server', /the widget’s fields say archived/],
    ['deviceId', null, 'ten-fields-complete', /deviceId went missing/],
  ])('break one with %s %s', (field, value, rule, detail) => {
    expect(broken(withFields({ [field]: value })).get(rule)).toMatch(detail);
  });

  test.each<[string, Partial<TenFields>, string]>([
    [
      'of nobody',
      { companyId: null, widgetId: null, deviceId: null, contactId: null },
      'ten-fields-complete',
    ],
    ['without a status', { status: null }, 'ten-fields-complete'],
    ['of another company', { companyId: other }, 'company-never-changes'],
  ])('break one with lines %s', (_, wrong, rule) => {
    const told = changed(lines, (line) => {
      line.fields = { ...line.fields, ...wrong };
    });
    expect([...broken([...events, ...told]).keys()]).toContain(rule);
  });

  test.each<[string, string | undefined]>([
    ['no trace', undefined],
    ['something else', 'yes'],
  ])('break one with frames that came under %s', (_, traceparent) => {
    const told = changed(events, (event) => {
      if (event.kind === 'frame' && event.direction === 'in') event.data.traceparent = traceparent;
    });
    expect([...broken(told).keys()]).toContain('traceparent-everywhere');
  });

  test('break one with a "ready" of another load', () => {
    const told = changed(events, (event) => {
      if (event.kind === 'frame' && event.data.type === 'ready')
        event.data.traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    });
    expect([...broken(told).keys()]).toContain('traceparent-everywhere');
  });

  test('break one with answers that are somebody else’s', () => {
    const told = changed(events, (event) => {
      if (event.kind === 'response' && event.body?.snapshot) event.body.snapshot.contactId = other;
    });
    expect(broken(told).get('contact-changes-by-identity')).toMatch(/whom the load never became/);
  });
});
