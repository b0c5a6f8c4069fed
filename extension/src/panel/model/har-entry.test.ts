import { describe, expect, it } from 'vitest';
import { documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { browserLossOf } from './browser-loss.ts';
import { SessionFold } from './fold.ts';
import { readHarEntry } from './har-entry.ts';

const records = liveRecords();

function live(): SessionFold {
  const fold = new SessionFold({ kind: 'live', tabId: 1 });
  fold.take({ type: 'document', document: documentInfo(), lastN: 0, dropped: { count: 0, bytes: 0 } });
  fold.take(recordsFrom(0, records));
  return fold;
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
    expect(browserLossOf(load)).toEqual({ onlyWidget: 0, onlyBrowser: 0 });
    expect(browserLossOf(before)).toBeNull();
  });

  it('shows what only one of the two knows of', () => {
    const fold = live();
    const entries = entriesOf(fold);
    const [first, , ...rest] = entries;
    const extra = {
      ...first!,
      request: { ...first!.request, url: 'https://chat.example/v1/widgets/w/extra' },
    };
    for (const entry of [first!, ...rest, extra]) fold.addBrowserRequest(readHarEntry(entry)!);
    expect(browserLossOf(fold.session().loads[0]!)).toEqual({ onlyWidget: 1, onlyBrowser: 1 });
  });

  it.each([null, 'x', {}, { startedDateTime: 'yesterday' }])('is nothing where an entry is %j', (value) => {
    expect(readHarEntry(value)).toBeUndefined();
  });

  it('leaves requests of no trace, and of loads that are not here, alone', () => {
    const fold = live();
    const [entry] = entriesOf(fold);
    expect(readHarEntry({ ...entry, request: { ...entry!.request, headers: [] } })).toBeUndefined();
    const before = fold.session();
    fold.addBrowserRequest({ ...readHarEntry(entry)!, traceId: 'f'.repeat(32) });
    expect(fold.session()).toBe(before);
  });
});
