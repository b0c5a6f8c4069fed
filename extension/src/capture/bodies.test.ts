import { describe, expect, it, vi } from 'vitest';
import { watchBodies } from './bodies.ts';
import { captureLimits } from './limits.ts';

// Before capture takes the timers that it finds.
vi.hoisted(() => vi.useFakeTimers());
const hearBody = watchBodies((work) => work());
const json = { 'content-type': 'application/json' };

function heard(response: Response): unknown[] {
  const bodies: unknown[] = [];
  hearBody(response, (body) => bodies.push(body.describe()));
  return bodies;
}

describe('watchBodies', () => {
  it('hears a body once, however the page reads it, and before the page has it', async () => {
    for (const read of [
      (response: Response) => response.json(),
      (response: Response) => response.text(),
      (response: Response) => response.clone().json(),
      (response: Response) => Promise.all([response.clone().text(), response.json()]),
    ]) {
      const response = new Response('{"a":1}', { headers: json });
      const bodies = heard(response);
      expect(bodies).toEqual([]);
      await read(response).then(() => expect(bodies).toEqual([{ a: 1 }]));
      expect(bodies).toHaveLength(1);
    }
  });

  it('cuts a long one for itself, and leaves the page’s whole', async () => {
    const max = captureLimits.textCharsMax;
    const response = new Response(JSON.stringify('x'.repeat(3 * max)), { headers: json });
    const bodies = heard(response);
    expect(await response.json()).toHaveLength(3 * max);
    expect(bodies).toEqual([{ cut: 2 * max + 2, text: expect.stringMatching(/^"x+$/) }]);
  });

  it('leaves streams of events, what is no text, and nothing, unread', () => {
    for (const type of ['text/event-stream', 'image/png']) {
      const response = new Response('data: 1\n\n', { headers: { 'content-type': type } });
      const bodies = heard(response);
      vi.advanceTimersByTime(captureLimits.bodyLookMs);
      expect(bodies).toEqual([{ unread: type }]);
      expect(response.bodyUsed).toBe(false);
    }
    const nothing = heard(new Response(null, { status: 204 }));
    vi.advanceTimersByTime(captureLimits.bodyLookMs);
    expect(nothing).toEqual([null]);
  });

  it('tells of what is no text only its kind, also where the page reads it at once', async () => {
    const response = new Response('x', { headers: { 'content-type': 'image/png' } });
    const bodies = heard(response);
    await response.arrayBuffer();
    expect(bodies).toEqual([{ unread: 'image/png' }]);
  });

  it('says so where nobody reads it in time, or it breaks off', async () => {
    const left = heard(new Response('{"a":1}', { headers: json }));
    vi.advanceTimersByTime(2 * captureLimits.bodyMsMax);
    expect(left).toEqual([{ unread: 'application/json' }]);

    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    const response = new Response(broken, { headers: json });
    const bodies = heard(response);
    await expect(response.json()).rejects.toThrow('gone');
    expect(bodies).toEqual([{ unread: 'it broke off, or is not what it says' }]);
  });

  it('leaves answers that nobody asked about alone', async () => {
    expect(await new Response('{"a":1}').json()).toEqual({ a: 1 });
    await expect(Response.prototype.text.call({} as Response)).rejects.toThrow();
  });
});
