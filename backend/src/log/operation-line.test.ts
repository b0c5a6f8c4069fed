import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { describe, expect, it } from 'vitest';
import { beginOperation, learn, operationLine, outcomeOf, traceparentOf } from './operation-line.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${trace}-00f067aa0ba902b7-01`;

describe('operationLine', () => {
  it('[R1.2] has all ten fields, null where nothing is known', () => {
    const line = operationLine(beginOperation('bootstrap', traceparent), null, performance.now());
    for (const name of Object.keys(emptyTenFields)) expect(line).toHaveProperty(name);
    expect(line).toMatchObject({
      ...emptyTenFields,
      traceId: trace,
      spanId: '00f067aa0ba902b7',
      operation: 'bootstrap',
      outcome: 'ok',
      errorCode: null,
    });
  });

  it('[R1.2] keeps what is known: a later null does not erase it, and a zero counts as known', () => {
    const operation = beginOperation('send_message', traceparent);
    learn(operation, { contactId: 'c', unreadCount: 3 });
    learn(operation, { contactId: null, unreadCount: 0, status: undefined });
    expect(operationLine(operation, null, 0)).toMatchObject({ contactId: 'c', unreadCount: 0, status: null });
  });

  it('measures from the beginning to the end', () => {
    const operation = { ...beginOperation('sync', null), startedAtMs: 100 };
    expect(operationLine(operation, null, 112.34).durationMs).toBe(12.3);
  });

  it('carries nothing but what is named', () => {
    const operation = beginOperation('identify', null);
    Object.assign(operation.fields, { token: 'secret' });
    expect(JSON.stringify(operationLine(operation, null, 0))).not.toContain('secret');
  });

  it.each([
    [null, 'ok'],
    ['not_found', 'refused'],
    ['rate_limited', 'refused'],
    ['internal', 'failed'],
    ['unavailable', 'failed'],
  ] as const)('an operation that ended with %s was %s', (code, outcome) => {
    expect(outcomeOf(code)).toBe(outcome);
  });
});

describe('beginOperation', () => {
  it('continues the caller’s trace', () => {
    expect(traceparentOf(beginOperation('sync', traceparent))).toBe(traceparent);
  });

  it.each([undefined, '', 'garbage', traceparent.toUpperCase(), `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`])(
    'starts a trace of its own for %o',
    (given) => {
      const own = traceparentOf(beginOperation('sync', given));
      expect(own).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(own).not.toContain(trace);
    },
  );
});
