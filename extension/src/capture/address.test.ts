import { describe, expect, it } from 'vitest';
import { looksOwn, readAddress } from './address.ts';

const base = 'https://chat.example.com/hilo/';

describe('readAddress', () => {
  it('reads what a widget asks of its own backend, over HTTP and WebSocket', () => {
    expect(readAddress(`${base}v1/widgets/wgt_a/sync?cursor=1#x`, base)).toEqual({
      widgetId: 'wgt_a',
      path: '/v1/widgets/wgt_a/sync?cursor=1',
    });
    expect(readAddress('wss://chat.example.com/hilo/ws/wgt_a/0650', base)).toEqual({
      widgetId: 'wgt_a',
      path: '/ws/wgt_a/0650',
    });
    expect(readAddress('wss://chat.example.com/hilo/ws/wgt_a', base)?.widgetId).toBe('wgt_a');
  });

  it.each([
    'https://chat.example.com/v1/widgets/wgt_a/sync',
    'https://other.example.com/hilo/v1/widgets/wgt_a/sync',
    'http://chat.example.com/hilo/v1/widgets/wgt_a/sync',
    `${base}v1/agents/me`,
    `${base}elsewhere/v1/widgets/wgt_a/sync`,
    `${base}hilo.js`,
  ])('leaves %s to others', (href) => {
    expect(readAddress(href, base)).toBeUndefined();
  });

  it('knows what might be a widget’s before one has come', () => {
    expect(looksOwn('http://x.example/v1/widgets/wgt_a/bootstrap')).toBe(true);
    expect(looksOwn('ws://x.example/ws/wgt_a')).toBe(true);
    expect(looksOwn('https://x.example/api/orders')).toBe(false);
  });
});
