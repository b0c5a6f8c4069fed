import { describe, expect, it } from 'vitest';
import type { Actor } from '../log/operation-line.ts';
import { createLoadMemory } from './load-memory.ts';
import type { KeptFields, KeptLine } from './trace-line.ts';

const bounds = { loadsMax: 3, waitingLinesMax: 2, anonymousTracesMax: 3, anonymousLinesMax: 2 };
const load = { companyId: 'alfar', traceId: 'a'.repeat(32), deviceId: 'device', actor: 'visitor' as Actor };
const nobody = { ...load, deviceId: null };

function line(operation: string, fields: Partial<KeptFields> = {}): KeptLine {
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
      ...fields,
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

describe('lines from before the browser had a device', () => {
  const early = (operation: string) => line(operation, { deviceId: null });
  const namesOf = (admitted: ReturnType<ReturnType<typeof createLoadMemory>['admit']>) =>
    admitted?.lines.map((kept) => kept.operation);

  it('[R1.1] join the first device of their trace that has a contact, once', () => {
    const memory = createLoadMemory(bounds);
    expect(memory.admit(nobody, null, early('bootstrap'))).toBeUndefined();
    expect(memory.admit(load, null, line('prechat'))).toBeUndefined();
    expect(namesOf(memory.admit(load, 'ana', line('start_session')))).toEqual([
      'bootstrap',
      'prechat',
      'start_session',
    ]);
    expect(namesOf(memory.admit({ ...load, deviceId: 'other' }, 'bruno', line('sync')))).toEqual(['sync']);
  });

  it('are of this trace in this company', () => {
    const memory = createLoadMemory(bounds);
    memory.admit(nobody, null, early('bootstrap'));
    for (const other of [{ companyId: 'norte' }, { traceId: 'b'.repeat(32) }])
      expect(namesOf(memory.admit({ ...load, ...other }, 'vera', line('sync')))).toEqual(['sync']);
  });

  it.each([
    ['a conversation', { conversationId: 'c1' }],
    ['a session', { sessionId: 's1' }],
  ])('are nobody’s for good where they name %s', (_, fields) => {
    const memory = createLoadMemory(bounds);
    memory.admit(nobody, null, line('list_messages', { deviceId: null, ...fields }));
    expect(namesOf(memory.admit(load, 'ana', line('sync')))).toEqual(['sync']);
  });

  it('are a visitor’s: no agent’s line waits for one, and none is given to an agent', () => {
    const memory = createLoadMemory(bounds);
    memory.admit({ ...nobody, actor: 'agent' }, null, early('inbox'));
    memory.admit(nobody, null, early('bootstrap'));
    expect(namesOf(memory.admit({ ...nobody, actor: 'agent' }, 'ana', line('solve')))).toEqual(['solve']);
    expect(namesOf(memory.admit(load, 'ana', line('sync')))).toEqual(['bootstrap', 'sync']);
  });

  it('are few of each trace, of the latest traces, and push no load out', () => {
    const memory = createLoadMemory(bounds);
    memory.admit(load, 'ana', line('start_session'));
    for (const digit of ['b', 'c', 'd', 'e'])
      for (const operation of ['one', 'two', 'three'])
        memory.admit({ ...nobody, traceId: digit.repeat(32) }, null, early(operation));
    expect(memory.admit(load, null, line('sync'))).toMatchObject({ contactId: 'ana' });
    expect(namesOf(memory.admit({ ...load, traceId: 'b'.repeat(32) }, 'vera', line('sync')))).toEqual([
      'sync',
    ]);
    expect(namesOf(memory.admit({ ...load, traceId: 'e'.repeat(32) }, 'vera', line('sync')))).toEqual([
      'one',
      'two',
      'sync',
    ]);
  });
});
