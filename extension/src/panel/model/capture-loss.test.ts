import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { WitnessBalance } from './capture-loss.ts';

function balanceOf(events: readonly object[]): WitnessBalance {
  const balance = new WitnessBalance();
  for (const event of events) balance.add(event as TraceEvent);
  return balance;
}

const frame = (witness: 'widget' | 'wire', t: number, type: string, direction = 'in') => ({
  kind: 'frame',
  witness,
  t,
  direction,
  data: { type },
});
const request = (witness: 'widget' | 'wire', t: number, requestId: number) => ({
  kind: 'request',
  witness,
  t,
  requestId,
  method: 'GET',
  path: '/sync',
});
const response = (witness: 'widget' | 'wire', t: number, requestId: number) => ({
  kind: 'response',
  witness,
  t,
  requestId,
  status: 200,
});
const fault = (kind: string, phase: 'on' | 'off', t: number, faultId = 'f1') => ({
  kind: 'fault',
  witness: 'wire',
  t,
  fault: kind,
  phase,
  detail: { faultId },
});
const bothHeard = [frame('wire', 10, 'ready'), frame('widget', 10, 'ready')];
const none = { onlyWidget: 0, onlyWire: 0 };

describe('what only one witness knows', () => {
  it('counts, on either side, while no fault is on', () => {
    const events = [...bothHeard, frame('wire', 20, 'event'), request('widget', 30, 1)];
    expect(balanceOf(events).loss()).toEqual({ onlyWidget: 1, onlyWire: 1 });
  });

  it('[R6.4] is no loss where a fault dropped or doubled it, nor while a socket that was cut still closes', () => {
    const events = [
      ...bothHeard,
      fault('drop_frames', 'on', 1_000),
      frame('wire', 1_100, 'event'),
      frame('wire', 1_200, 'pong'),
      fault('drop_frames', 'off', 2_000),
      frame('widget', 2_100, 'ping', 'out'),
    ];
    expect(balanceOf(events).loss()).toEqual(none);
  });

  it('counts again once the last of two faults is over', () => {
    const during = [
      ...bothHeard,
      fault('offline', 'on', 1_000, 'f1'),
      fault('drop_frames', 'on', 2_000, 'f2'),
      fault('offline', 'off', 3_000, 'f1'),
      frame('wire', 9_000, 'event'),
    ];
    expect(balanceOf(during).loss()).toEqual(none);
    const after = [...during, fault('drop_frames', 'off', 9_500, 'f2'), frame('wire', 60_000, 'event')];
    expect(balanceOf(after).loss()).toEqual({ onlyWidget: 0, onlyWire: 1 });
  });

  it('is no loss where an answer that a fault held back reaches the widget long after its end', () => {
    const events = [
      ...bothHeard,
      fault('delay_responses', 'on', 1_000),
      request('widget', 1_500, 1),
      request('wire', 1_500, 1),
      response('wire', 1_600, 1),
      fault('delay_responses', 'off', 2_000),
      response('widget', 30_000, 1),
    ];
    expect(balanceOf(events).loss()).toEqual(none);
  });

  it('sets an answer that came under a fault against the same of the other witness, where it was asked before', () => {
    const asked = [...bothHeard, request('widget', 900, 1), request('wire', 900, 1)];
    const heard = [...asked, fault('drop_frames', 'on', 1_000), response('wire', 1_100, 1)];
    expect(balanceOf(heard).loss()).toEqual({ onlyWidget: 0, onlyWire: 1 });
    expect(balanceOf([...heard, response('widget', 1_101, 1)]).loss()).toEqual(none);
  });
});
