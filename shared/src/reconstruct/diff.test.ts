import { describe, expect, it } from 'vitest';
import { aChat, blobOf } from '../../testing/trace-blob.ts';
import { openTab, type TraceTab } from '../../testing/trace-builder.ts';
import { TraceServer } from '../../testing/trace-server.ts';
import { eventsOf } from '../trace/blob-read.ts';
import type { TraceEvent } from '../trace/events.ts';
import { diffEvents } from './diff.ts';

function aStory(end: (tab: TraceTab) => unknown = () => undefined, burnt = 0): TraceEvent[] {
  const server = new TraceServer();
  for (let i = 0; i < burnt; i++) server.newId();
  const tab = openTab({ server, latencyMs: 20 + burnt })
    .bootstrap()
    .start()
    .connect()
    .send('hello');
  tab.agentReplies('hello').agentReplies('Hello there');
  end(tab);
  return tab.events;
}

function masked(events: TraceEvent[], key: number): TraceEvent[] {
  const load = { traceId: null, role: 'this' as const, storage: null, events };
  return blobOf(aChat(), { loads: [load], maskKey: [key, key] }).loads.flatMap(eventsOf);
}

describe('[R1.4] the first point where two stories part', () => {
  it('is nowhere in two runs of one story, whatever the ids, the times and the masks', () => {
    const [one, other] = [aStory(), aStory(undefined, 7)];
    expect(JSON.stringify(one)).not.toBe(JSON.stringify(other));
    expect(diffEvents(one, other)).toMatchObject({ same: true });
    expect(diffEvents(masked(one, 1), masked(other, 2))).toMatchObject({ same: true });
    expect(diffEvents(one, masked(other, 2))).toMatchObject({ same: true });
  });

  it('is where one of them goes on', () => {
    const diff = diffEvents(
      aStory(),
      aStory((tab) => tab.read()),
    );
    expect(diff).toMatchObject({
      same: false,
      path: '',
      left: { eventId: null },
      right: { eventId: expect.any(String) },
    });
    if (!diff.same) expect(diff.before).toHaveLength(3);
  });

  it('names the member that differs', () => {
    const refuse = (tab: TraceTab, status: number) =>
      tab.push('response', { requestId: 9, status, headers: {}, body: { code: 'internal' }, durationMs: 1 });
    const diff = diffEvents(
      aStory((tab) => refuse(tab, 500)),
      aStory((tab) => refuse(tab, 503)),
    );
    expect(diff).toMatchObject({ same: false, path: '/status', left: { value: 500 }, right: { value: 503 } });
  });

  it('sees that a text is another, also masked, and that an id is the one of before', () => {
    const say = (text: string) => (tab: TraceTab) => tab.act('draft_changed', { text });
    const same = diffEvents(masked(aStory(say('Hello there')), 1), masked(aStory(say('Hello again')), 2));
    expect(same).toMatchObject({ same: false, path: '/action/text' });
    const retry = (keepsId: boolean) => (tab: TraceTab) => {
      const sent = tab.events.find((event) => event.kind === 'request' && event.path.endsWith('/messages'));
      const again = structuredClone(sent) as Extract<TraceEvent, { kind: 'request' }>;
      if (!keepsId) (again.body as { clientMessageId: string }).clientMessageId = tab.server.newId();
      tab.push('request', { ...again, requestId: 77 });
    };
    expect(diffEvents(aStory(retry(true)), aStory(retry(false)))).toMatchObject({
      same: false,
      path: '/body/clientMessageId',
    });
  });

  it('does not hear the hum: timers, heartbeats, locks', () => {
    const hum = (tab: TraceTab) =>
      tab.push('timer', { phase: 'set', name: 'poll', delayMs: 731 }).push('frame', {
        socketId: 1,
        direction: 'in',
        data: { type: 'ping', traceparent: '', n: 1 },
        bytes: 9,
      });
    expect(diffEvents(aStory(), aStory(hum))).toMatchObject({ same: true });
  });
});
