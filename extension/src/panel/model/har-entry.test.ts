import { describe, expect, it } from 'vitest';
import { documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { browserLossOf } from './browser-loss.ts';
import { SessionFold } from './fold.ts';
import { readHarEntry } from './har-entry.ts';

const records = liveRecords();
const { traceId, widgetId } = records[0]!.event.fields as { traceId: string; widgetId: string };
const extraPath = `/v1/widgets/${widgetId}/extra`;

function live(): SessionFold {
  const fold = new SessionFold({ kind: 'live', tabId: 1 });
  introduce(fold);
  fold.take(recordsFrom(0, records));
  return fold;
}

function introduce(fold: SessionFold): void {
  const widgets = [{ traceId, widgetId, build: 'test', base: 'https://chat.example/' }];
  const document = documentInfo({ widgets });
  fold.take({ type: 'document', document, lastN: 0, dropped: { count: 0, bytes: 0 } });
}

function entriesOf(fold: SessionFold) {
  const [load] = fold.session().loads;
  const requests = load!.byKind.get('request')!.filter(({ witness }) => witness === 'widget');
  return requests.map((event) => ({
    startedDateTime: new Date(load!.beganAtMs + event.t).toISOString(),
    time: 20,
    request: {
      method: event.kind === 'request' ? event.method : '',
      url: `https://chat.example${event.kind === 'request' ? event.path : ''}`,
      headers: [
        { name: 'Traceparent', value: `00-${load!.traceId}-${event.span}-01` },
        { name: 'Authorization', value: 'Bearer of-a-secret' },
      ],
    },
    response: { status: 200 },
  }));
}

describe('the browser’s own recording', () => {
  it('is a third witness, without headers and bodies', () => {
    const fold = live();
    const before = fold.session().loads[0]!;
    const verdicts = before.verdicts();
    for (const entry of entriesOf(fold)) fold.addBrowserRequest(readHarEntry(entry)!);
    const load = fold.session().loads[0]!;
    expect(load.witnesses.browser).toBe(2 * entriesOf(live()).length);
    expect(JSON.stringify(load.events)).not.toContain('of-a-secret');
    expect(load.verdicts()).toEqual(verdicts);
    expect(browserLossOf(load)).toEqual({ missed: [], unrecorded: 0 });
    expect(browserLossOf(before)).toBeNull();
  });

  it('shows what only one of the two knows of', () => {
    const fold = live();
    const entries = entriesOf(fold);
    const [first, , ...rest] = entries;
    const extra = {
      ...first!,
      request: { ...first!.request, url: `https://chat.example${extraPath}` },
    };
    for (const entry of [first!, ...rest, extra]) fold.addBrowserRequest(readHarEntry(entry)!);
    expect(browserLossOf(fold.session().loads[0]!)).toMatchObject({
      missed: [{ kind: 'request', path: extraPath }],
      unrecorded: 1,
    });
  });

  it('finds the load of what names none by its address, and counts what is told twice once', () => {
    const fold = live();
    const [first] = entriesOf(fold);
    const ofWorker = (path: string, scheme = 'https') => ({
      ...first!,
      request: { method: 'GET', url: `${scheme}://chat.example${path}`, headers: [] },
    });
    const socket = { ...ofWorker(`/ws/${widgetId}`, 'wss'), _resourceType: 'websocket' };
    const entries = [
      ofWorker(extraPath),
      socket,
      { ...socket, time: 9_000 },
      ofWorker('/v1/widgets/another/x'),
    ];
    for (const entry of entries) fold.addBrowserRequest(readHarEntry(entry)!);
    const missed = browserLossOf(fold.session().loads[0]!)!.missed;
    expect(missed.map((event) => [event.kind, 'path' in event && event.path])).toEqual([
      ['request', extraPath],
      ['socket', `/ws/${widgetId}`],
    ]);
  });

  it('waits for its load: the browser may tell first', () => {
    const entries = entriesOf(live());
    const fold = new SessionFold({ kind: 'live', tabId: 1 });
    for (const entry of entries) fold.addBrowserRequest(readHarEntry(entry)!);
    introduce(fold);
    fold.take(recordsFrom(0, records));
    expect(browserLossOf(fold.session().loads[0]!)).toEqual({ missed: [], unrecorded: 0 });
  });

  it('is nothing where the browser asks by itself whether it may', () => {
    const [entry] = entriesOf(live());
    expect(readHarEntry({ ...entry, request: { ...entry!.request, method: 'OPTIONS' } })).toBeUndefined();
  });

  it.each([null, 'x', {}, { startedDateTime: 'yesterday' }])('is nothing where an entry is %j', (value) => {
    expect(readHarEntry(value)).toBeUndefined();
  });

  it('leaves requests of no trace, and of loads that are not here, alone', () => {
    const fold = live();
    const [entry] = entriesOf(fold);
    const read = readHarEntry(entry)!;
    const before = fold.session();
    fold.addBrowserRequest({ ...read, trace: { ...read.trace!, traceId: 'f'.repeat(32) } });
    fold.addBrowserRequest({ ...read, trace: null, url: 'https://chat.example/elsewhere' });
    expect(fold.session()).toBe(before);
  });
});
