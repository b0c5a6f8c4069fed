import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import type { FromDocument } from '../../channel/messages.ts';
import { documentInfo } from '../testing/live-chat.ts';
import { SessionFold } from './fold.ts';

const here = '00000000000000aa';
const there = '00000000000000bb';
const dropped = { count: 0, bytes: 0 };

function found(documentId: string, life: 'alive' | 'gone' = 'alive'): FromDocument {
  return { type: 'document', document: documentInfo({ documentId, life }), lastN: 0, dropped };
}

function told(documentId: string, events: readonly TraceEvent[], after = 0): FromDocument {
  const records = structuredClone(events).map((event, i) => ({ n: after + i + 1, event }));
  return { type: 'records', documentId, after, records, dropped };
}

/** One visitor in two tabs: what is said in the first comes up in the second. */
function twoTabs() {
  const one = openTab().bootstrap().start().connect().send('Hello');
  const two = one.openTab().bootstrap();
  return { one: one.events, two: two.events };
}

function aFold() {
  const fold = new SessionFold({ kind: 'live', tabId: 7 });
  const { one, two } = twoTabs();
  fold.take(found(here));
  fold.take(told(here, one));
  fold.take(found(there), 2);
  fold.take(told(there, two), 2);
  return { fold, one, two };
}

describe('loads of two tabs', () => {
  it('[R6.5] stand side by side, each with its tab, of one contact, and no promise is broken by it', () => {
    const { fold, one, two } = aFold();
    const { loads } = fold.session();
    expect(loads.map(({ origin }) => origin)).toEqual([
      { kind: 'tab', tab: 1, documentId: here, frameId: 0 },
      { kind: 'tab', tab: 2, documentId: there, frameId: 0 },
    ]);
    expect(loads.map(({ events }) => events.length)).toEqual([one.length, two.length]);
    expect(new Set(loads.map(({ fields }) => fields.contactId)).size).toBe(1);
    expect(loads.flatMap(({ violations }) => violations)).toEqual([]);
    expect([fold.tabOf(here), fold.tabOf(there)]).toEqual([1, 2]);
  });

  it('are held together to the promises that span loads', () => {
    const one = openTab().bootstrap().start();
    const two = structuredClone(one.openTab().bootstrap().start().events);
    // The same conversation, of the same device, under another session: neither tab can know.
    for (const event of two)
      if (event.kind === 'response' && event.body && 'sessionId' in (event.body as object))
        (event.body as { sessionId: string }).sessionId = '5e551011-0000-5000-8000-00000000ffff';
    const brokenIn = (...stories: readonly TraceEvent[][]) => {
      const fold = new SessionFold({ kind: 'live', tabId: 7 });
      for (const [i, events] of stories.entries()) fold.take(told([here, there][i] ?? '', events), i + 1);
      return fold.session().loads.flatMap(({ violations }) => violations.map(({ ruleId }) => ruleId));
    };
    expect(brokenIn(two)).toEqual([]);
    expect(brokenIn(one.events, two)).toEqual(['session-maps-to-one']);
  });

  it('never mix, whatever document or load a page claims to be', () => {
    const { fold, one, two } = aFold();
    const before = fold.session();
    fold.take(found(here, 'gone'), 2);
    fold.take(told(here, two, one.length), 2);
    fold.take(told(there, one.slice(0, 3), two.length), 2);
    const { loads, documents, letGo } = fold.session();
    expect(loads).toEqual(before.loads);
    expect(documents.get(here)?.life).toBe('alive');
    expect(letGo.messages).toBe(5);
  });

  it('stay when their tab is closed, as over', () => {
    const { fold } = aFold();
    fold.take(found(there, 'gone'), 2);
    const { loads, documents } = fold.session();
    expect(loads).toHaveLength(2);
    expect(documents.get(there)?.life).toBe('gone');
  });
});
