import { aChat } from '@hilo/shared/testing/trace-blob.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { type FaultKind, faultMsMax } from '../../../channel/faults.ts';
import { activeFaults } from './active-faults.ts';
import { draftOf, faultOffers, nameOfFault, toFault } from './fault-kinds.ts';

const everyKind: Readonly<Record<FaultKind, true>> = {
  cut_socket: true,
  drop_frames: true,
  delay_responses: true,
  duplicate_frames: true,
  offline: true,
  double_start: true,
  corrupt_key: true,
  clear_key: true,
  expire_token: true,
};

function offerOf(kind: FaultKind) {
  return faultOffers.find((offer) => offer.kind === kind)!;
}

describe('the faults on offer', () => {
  it('are all that the page can do', () => {
    expect(new Set(faultOffers.map(({ kind }) => kind))).toEqual(new Set(Object.keys(everyKind)));
  });

  it('become what the page is asked for, and always end by themselves', () => {
    for (const offer of faultOffers) {
      const fault = toFault({ ...draftOf(offer), seconds: null, key: 'chatCache-wgt_pots' }, 'trace', 'f1');
      expect(fault).toMatchObject({ kind: offer.kind, faultId: 'f1', traceId: 'trace' });
      if (offer.needs.includes('duration')) expect(fault).toMatchObject({ forMs: faultMsMax });
    }
    expect(toFault(draftOf(offerOf('cut_socket')), 't', 'f')).toEqual({
      faultId: 'f',
      traceId: 't',
      kind: 'cut_socket',
      forMs: 10_000,
    });
  });

  it('say what is missing', () => {
    expect(toFault(draftOf(offerOf('clear_key')), 't', 'f')).toEqual({ sentence: 'Choose the key.' });
    const tooLong = { ...draftOf(offerOf('offline')), seconds: 100_000 };
    expect(toFault(tooLong, 't', 'f')).toHaveProperty('sentence');
    expect(toFault({ ...draftOf(offerOf('offline')), seconds: Number.NaN }, 't', 'f')).toHaveProperty(
      'sentence',
    );
    expect(toFault({ ...draftOf(offerOf('delay_responses')), delayMs: -1 }, 't', 'f')).toHaveProperty(
      'sentence',
    );
  });
});

describe('the faults that are on', () => {
  const last = aChat().events.at(-1)!;
  const said = (phase: 'on' | 'off', faultId: string, wall: number) =>
    ({
      ...last,
      kind: 'fault',
      witness: 'wire',
      fault: 'cut_socket',
      phase,
      wall,
      detail: { faultId, forMs: 10_000 },
    }) as TraceEvent;
  const asked = {
    fault: { faultId: 'a', traceId: 't', kind: 'offline', forMs: 5_000 } as const,
    atMs: 1_000,
  };

  it('are those switched on and not off, until their time is over', () => {
    const events = [said('on', 'one', 1_000), said('on', 'two', 2_000), said('off', 'one', 3_000)];
    expect(activeFaults(events, [], 4_000)).toMatchObject([{ faultId: 'two', endsAtMs: 12_000 }]);
    expect(activeFaults(events, [], 60_000)).toEqual([]);
  });

  it('count from the asking on, until the trace tells', () => {
    expect(activeFaults([], [asked], 2_000)).toMatchObject([{ faultId: 'a', endsAtMs: 6_000 }]);
    expect(activeFaults([said('on', 'a', 1_500), said('off', 'a', 1_800)], [asked], 2_000)).toEqual([]);
  });

  it('have a name, whatever they are called', () => {
    expect(nameOfFault('cut_socket')).toBe('Cut the WebSocket');
    expect(nameOfFault('something_else')).toBe('something else');
  });
});
