import { readFileSync } from 'node:fs';
import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import type { DocumentInfo } from '../../channel/messages.ts';
import { SessionFold } from '../../panel/model/fold.ts';
import type { Load } from '../../panel/model/session.ts';
import { listWidgets } from './widget-facts.ts';

const fixtures = new URL('../../../../shared/testing/fixtures/', import.meta.url);

/** As the panel folds what a document tells. */
function loadOf(events: readonly TraceEvent[]): Load {
  const fold = new SessionFold({ kind: 'live', tabId: 1 });
  const records = events.map((event, index) => ({ n: index + 1, event }));
  const dropped = { count: 0, bytes: 0 };
  fold.take({ type: 'records', documentId: '00000000000000aa', after: 0, records, dropped });
  const load = fold.session().loads.at(-1);
  if (!load) throw new Error('nothing was folded');
  return load;
}

function aDocument(traceId: string, overrides: Partial<DocumentInfo> = {}): DocumentInfo {
  const widget = { widgetId: 'wgt_pots', traceId, build: '1.0', base: 'https://chat.example.com/' };
  return {
    documentId: '00000000000000aa',
    frameId: 0,
    url: 'https://shop.example.com/',
    startedAtMs: 0,
    widgets: [widget],
    life: 'alive',
    ...overrides,
  };
}

function aChat(): Load {
  return loadOf(openTab().bootstrap().start().connect().send('Hello').agentReplies('Hi').events);
}

describe('listWidgets', () => {
  it('says of a chat whose it is, how it stands, and that its promises were kept', () => {
    const chat = aChat();
    const [facts] = listWidgets([aDocument(chat.traceId)], [chat]);
    expect(facts).toMatchObject({
      company: 'Barro & Fuego',
      widgetId: 'wgt_pots',
      state: 'active',
      unread: 1,
      frame: null,
      broken: [],
      lost: 0,
    });
    expect(facts?.conversationId).toBe(chat.fields.conversationId);
    expect(facts?.tested).toBeGreaterThan(5);
  });

  it('names what broke in the words of the catalogue', () => {
    const text = readFileSync(new URL('broken/one-open-conversation.json', fixtures), 'utf8');
    const reading = readBlob(text);
    if (!reading.ok) throw new Error(reading.sentence);
    const load = loadOf(reading.blob.loads.flatMap(eventsOf));
    const [facts] = listWidgets([aDocument(load.traceId)], [load]);
    expect(facts?.broken.map(({ id }) => id)).toContain('one-open-conversation');
    expect(facts?.broken.every(({ meaning }) => meaning.endsWith('.'))).toBe(true);
  });

  it('shows the page before its frames, and no page that was left', () => {
    const chat = aChat();
    const found = listWidgets(
      [
        aDocument('inside', { frameId: 7, url: 'https://frame.example.com/' }),
        aDocument('left', { life: 'gone' }),
        aDocument('asleep', { life: 'frozen' }),
        aDocument(chat.traceId),
      ],
      [chat],
    );
    expect(found.map(({ traceId, frame }) => [traceId, frame])).toEqual([
      [chat.traceId, null],
      ['inside', 'https://frame.example.com/'],
    ]);
  });

  it('shows a widget of which no event has come yet, with nothing claimed', () => {
    expect(listWidgets([aDocument('new')], [])).toMatchObject([
      { company: null, unread: null, conversationId: null, tested: 0, broken: [] },
    ]);
  });

  it('takes no name from an answer of another shape', () => {
    const chat = aChat();
    for (const body of [null, 'text', { widget: null }, { widget: { companyName: { html: 1 } } }, []]) {
      const events = chat.events.map((event) =>
        event.kind === 'response' ? { ...event, body: body as unknown } : event,
      );
      const [facts] = listWidgets([aDocument(chat.traceId)], [loadOf(events)]);
      expect(facts?.company).toBe(chat.fields.companyId);
    }
  });
});
