import { describe, expect, it } from 'vitest';
import { createLoadMemory } from './load-memory.ts';
import type { KeptLine } from './trace-line.ts';

const bounds = { loadsMax: 3, waitingLinesMax: 2 };
const load = { companyId: 'alfar', traceId: 'a'.repeat(32), deviceId: 'device' };

function line(operation: string): KeptLine {
  return {
    at: 0,
    span: '0'.repeat(16),
    operation,
    phase: 'ok',
    outcome: 'ok',
    durationMs: 1,
    errorCode: null,
    about: null,
    fields: {
      widgetId: null,
      deviceId: 'device',
      contactId: null,
      conversationId: null,
      sessionId: null,
      status: null,
      lastMessageId: null,
      unreadCount: null,
    },
  };
}

describe('createLoadMemory', () => {
  it('[R1.1] lets the lines from before the contact join it, once, in their order', () => {
    const memory = createLoadMemory(bounds);
    expect(memory.admit(load, null, line('bootstrap'))).toBeUndefined();
    const started = memory.admit(load, 'ana', line('start_session'));
    expect(started?.contactId).toBe('ana');
    expect(started?.lines.map((kept) => kept.operation)).toEqual(['bootstrap', 'start_session']);
    expect(memory.admit(load, 'ana', line('send_message'))?.lines).toHaveLength(1);
  });

  it('keeps what failed without naming a contact with the load whose contact is known', () => {
    const memory = createLoadMemory(bounds);
    memory.admit(load, 'ana', line('start_session'));
    expect(memory.admit(load, null, line('send_message'))).toMatchObject({ contactId: 'ana' });
  });

  it.each([
    ['another device', { deviceId: 'other' }],
    ['another company', { companyId: 'norte' }],
    ['no device', { deviceId: null }],
  ])('gives %s with the same trace nothing', (_, other) => {
    const memory = createLoadMemory(bounds);
    memory.admit(load, null, line('bootstrap'));
    expect(memory.admit({ ...load, ...other }, 'mallory', line('start_session'))?.lines).toHaveLength(1);
  });

  it('forgets the loads that were silent longest, and holds few lines of each', () => {
    const memory = createLoadMemory(bounds);
    for (const operation of ['one', 'two', 'three']) memory.admit(load, null, line(operation));
    expect(memory.admit(load, 'ana', line('four'))?.lines.map((kept) => kept.operation)).toEqual([
      'one',
      'two',
      'four',
    ]);
    const quiet = { ...load, traceId: 'b'.repeat(32) };
    memory.admit(quiet, null, line('bootstrap'));
    for (const digit of ['c', 'd', 'e'])
      memory.admit({ ...load, traceId: digit.repeat(32) }, null, line('x'));
    expect(memory.admit(quiet, 'vera', line('start_session'))?.lines).toHaveLength(1);
  });
});
