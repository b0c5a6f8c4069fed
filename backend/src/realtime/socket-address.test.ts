import { describe, expect, it } from 'vitest';
import { parseSocketAddress } from './socket-address.ts';

const session = '0191d3a0-0000-7000-8000-00000000abcd';

describe('parseSocketAddress', () => {
  it.each([
    ['/ws/agent', { kind: 'agent' }],
    ['/ws/wgt_alfar', { kind: 'visitor', widgetId: 'wgt_alfar', sessionId: null }],
    [`/ws/wgt_alfar/${session}`, { kind: 'visitor', widgetId: 'wgt_alfar', sessionId: session }],
    ['/ws/wgt_alfar/not-a-session', { kind: 'visitor', widgetId: 'wgt_alfar', sessionId: null }],
    ['/ws/wgt_alfar?token=secret', { kind: 'visitor', widgetId: 'wgt_alfar', sessionId: null }],
    ['/ws/agent/more', undefined],
    ['/ws/', undefined],
    ['/ws/../metrics', undefined],
    ['/ws/wgt_alfar/a/b', undefined],
    ['/elsewhere', undefined],
    [`/ws/${'a'.repeat(61)}`, undefined],
  ])('%s', (url, address) => {
    expect(parseSocketAddress(url)).toEqual(address);
  });
});
