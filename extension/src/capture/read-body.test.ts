import { describe, expect, it } from 'vitest';
import { captureLimits } from './limits.ts';
import { readBody } from './read-body.ts';

const json = { 'content-type': 'application/json' };
const read = (response: Response) => new Promise((resolve) => readBody(response, resolve));

describe('readBody', () => {
  it('reads a short body from a copy, and leaves the page’s own', async () => {
    const body = '{"a":1}';
    const response = new Response(body, { headers: { ...json, 'content-length': `${body.length}` } });
    expect(await read(response)).toEqual({ a: 1 });
    expect(await response.json()).toEqual({ a: 1 });
  });

  it('reads one of unknown length in pieces, and cuts a long one', async () => {
    expect(await read(new Response('{"a":1}', { headers: json }))).toEqual({ a: 1 });
    const max = captureLimits.textCharsMax;
    const long = new Response(JSON.stringify('x'.repeat(3 * max)), { headers: json });
    expect(await read(long)).toMatchObject({ cut: true, text: expect.stringMatching(/^"x+$/) });
    expect(await long.json()).toHaveLength(3 * max);
  });

  it('leaves streams of events, what is no text, and nothing, unread', async () => {
    for (const type of ['text/event-stream', 'image/png']) {
      const response = new Response('data: 1\n\n', { headers: { 'content-type': type } });
      expect(await read(response)).toEqual({ unread: type });
      expect(response.bodyUsed).toBe(false);
    }
    expect(await read(new Response(null, { status: 204 }))).toBeNull();
  });

  it('says so where a body breaks off', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    expect(await read(new Response(broken, { headers: json }))).toMatchObject({ cut: true });
  });
});
