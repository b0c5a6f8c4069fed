import { describe, expect, it } from 'vitest';
import { blobOf, hangingBlob, judge, type partsOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import { limits } from '../limits.ts';
import { eventsOf } from './blob-read.ts';
import type { TraceEvent } from './events.ts';
import { findJudgedUntilOfBlob } from './judged-until.ts';

const laterMs = limits.requestTimeoutMs * 2 + 1_000;
const chat = openTab().bootstrap().start().connect().send('Anybody there?');
/** All but how the last operation ended: nothing comes after it, and time passes. */
const hanging = hangingBlob(0).loads.flatMap(eventsOf);
const loads = [{ traceId: chat.traceId, role: 'this' as const, storage: [], events: hanging }];
const madeAtMs = hanging.at(-1)!.wall;

function statusOf(over: Parameters<typeof partsOf>[1], id = 'operations-end'): string | undefined {
  return blobOf(chat, { loads, ...over }).verdicts.find(({ ruleId }) => ruleId === id)?.status;
}

describe('[R1.4] until when a blob is judged', () => {
  it('waits for what was still due when it was made', () => {
    expect(statusOf({ madeAtMs })).toBe('pending');
    expect(statusOf({ madeAtMs: madeAtMs + 1_000 })).toBe('pending');
  });

  it('shows a deadline that passed before, although nothing happened after it', () => {
    expect(statusOf({ madeAtMs: madeAtMs + laterMs })).toBe('violated');
  });

  it('lets no time pass for a page that may be gone, for an earlier load, nor backwards', () => {
    expect(statusOf({ madeAtMs: madeAtMs + laterMs, screen: null })).toBe('pending');
    const earlier = loads.map((load) => ({ ...load, role: 'previous' as const }));
    expect(statusOf({ madeAtMs: madeAtMs + laterMs, loads: earlier })).toBe('pending');
    expect(statusOf({ madeAtMs: madeAtMs - laterMs })).toBe('pending');
  });

  it('lets no time pass while the load was offline', () => {
    const last = hanging.at(-1)!;
    const { seq } = last;
    const offline = { ...last, kind: 'page', what: 'offline', detail: null, seq: seq + 1 } as TraceEvent;
    const cut = [{ ...loads[0]!, events: [...hanging, offline] }];
    expect(statusOf({ madeAtMs: madeAtMs + laterMs, loads: cut })).toBe('pending');
  });

  it('is the same for whoever judges the blob again', () => {
    const blob = blobOf(chat, { loads, madeAtMs: madeAtMs + laterMs });
    const again = judge(blob.loads.flatMap(eventsOf), findJudgedUntilOfBlob(blob));
    expect(again.map(({ rule, status, violations }) => [rule.id, status, violations.length])).toEqual(
      blob.verdicts.map(({ ruleId, status, violations }) => [ruleId, status, violations.length]),
    );
  });
});
