import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

function request(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwardedFor },
  } as unknown as IncomingMessage;
}

describe('clientAddress', () => {
  it.each([
    [
      'nobody in front: the header is the caller’s own claim',
      '198.51.100.7',
      '203.0.113.9',
      0,
      '198.51.100.7',
    ],
    ['one proxy: what it saw', '10.0.0.1', '203.0.113.9', 1, '203.0.113.9'],
    ['one proxy: a forged entry stands further left', '10.0.0.1', '1.2.3.4, 203.0.113.9', 1, '203.0.113.9'],
    ['two proxies', '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
    ['fewer entries than proxies', '10.0.0.1', '203.0.113.9', 3, '203.0.113.9'],
    ['no header', '10.0.0.1', undefined, 1, '10.0.0.1'],
    ['IPv4 in IPv6', '::ffff:198.51.100.7', undefined, 0, '198.51.100.7'],
    ['IPv6 by its /64', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', undefined, 0, '2001:db8:1:2::/64'],
    ['IPv6, shortened', '2001:db8::1', undefined, 0, '2001:db8:0:0::/64'],
    ['loopback', '::1', undefined, 0, '0:0:0:0::/64'],
  ])('%s', (_what, peer, forwarded, proxies, address) => {
    expect(clientAddress(request(peer, forwarded), proxies)).toBe(address);
  });
});
