import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aChat, blobOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import { formatHar } from './har.ts';

const schemaFile = new URL('../../testing/fixtures/har-1.2.schema.json', import.meta.url);
const har12 = z.fromJSONSchema(JSON.parse(readFileSync(schemaFile, 'utf8')));

/** As it is written: members that are undefined are not. */
function harOf(blob: ReturnType<typeof blobOf>) {
  return JSON.parse(JSON.stringify(formatHar(blob))) as ReturnType<typeof formatHar>;
}

describe('[R1.4] HAR', () => {
  const chat = aChat();
  const har = harOf(blobOf(chat));

  it('is valid HAR 1.2', () => {
    expect(har12.safeParse(har).error?.issues ?? []).toEqual([]);
    expect(har12.safeParse({ log: { ...har.log, entries: [{}] } }).success).toBe(false);
  });

  it('has every request with its answer, in order of time', () => {
    const requests = har.log.entries.filter((entry) => entry._resourceType === 'fetch');
    const asked = [chat.previous, chat].flatMap(
      (tab) => tab?.events.filter((event) => event.kind === 'request') ?? [],
    );
    expect(requests).toHaveLength(asked.length);
    expect(requests.every((entry) => entry.response.status === 200 && entry.time > 0)).toBe(true);
    const times = har.log.entries.map((entry) => entry.startedDateTime);
    expect(times).toEqual([...times].sort());
    const send = requests.find((entry) => entry.request.url.endsWith('/messages'));
    expect(JSON.parse(send?.request.postData?.text ?? '')).toHaveProperty('clientMessageId');
    expect(send?.request.url).toMatch(/^https:\/\/hilo\.invalid\/v1\/widgets\/wgt_pots\//);
  });

  it('has every frame of every socket, as Chrome writes them', () => {
    const sockets = har.log.entries.filter((entry) => entry._resourceType === 'websocket');
    const frames = [chat.previous, chat].flatMap(
      (tab) => tab?.events.filter((event) => event.kind === 'frame') ?? [],
    );
    expect(sockets.every((entry) => entry.response.status === 101)).toBe(true);
    expect(sockets.every((entry) => entry.request.url.startsWith('wss://'))).toBe(true);
    const messages = sockets.flatMap((entry) => entry._webSocketMessages ?? []);
    expect(messages).toHaveLength(frames.length);
    expect(messages[0]).toMatchObject({ type: 'send', opcode: 1 });
    expect(JSON.parse(messages[0]?.data ?? '')).toHaveProperty('type', 'hello');
    expect(messages[0]?.time).toBeGreaterThan(1_700_000_000);
  });

  it('says of a request without an answer that it had none', () => {
    const failed = harOf(blobOf(openTab().fail('bootstrap', '/bootstrap', 'offline')));
    expect(har12.safeParse(failed).success).toBe(true);
    expect(failed.log.entries[0]?.response).toMatchObject({ status: 0, _error: 'offline' });
  });

  it.each(['?&traceparent=00-x', '?traceparent=00-x&', '?traceparent=00-x&&'])(
    'has no parameter without a name for a query written %s',
    (query) => {
      const tab = openTab();
      tab.push('request', {
        method: 'GET',
        path: `/v1/widgets/wgt_pots/bootstrap${query}`,
        headers: {},
        requestId: 7,
        body: null,
      });
      const [entry] = harOf(blobOf(tab)).log.entries;
      expect(entry?.request.queryString.map(({ name }) => name)).toEqual(['traceparent']);
    },
  );
});
