import { aChat } from '@hilo/shared/testing/trace-blob.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { createSieve } from '../../model/sieve.ts';
import { initialFilter } from '../../store/ui-state.ts';

describe('a fault in the timeline', () => {
  const [last] = aChat().events.slice(-1);
  const ofWire = (more: object) => ({ ...last, witness: 'wire', ...more }) as TraceEvent;
  const fault = ofWire({ kind: 'fault', fault: 'cut_socket', phase: 'on', detail: {} });

  it('is listed from the start, though what else the wire tells is hidden', () => {
    const sieve = createSieve(initialFilter);
    expect(sieve.keeps(fault)).toBe(true);
    expect(sieve.keeps(ofWire({}))).toBe(false);
  });

  it('goes with its own chip', () => {
    expect(createSieve({ ...initialFilter, hiddenKinds: ['fault'] }).keeps(fault)).toBe(false);
  });
});
