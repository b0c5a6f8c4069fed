import { TraceTab } from '@hilo/shared/testing/trace-builder.ts';
import { describe, expect, it, vi } from 'vitest';
import type { FromBackground, FromDocument } from '../channel/messages.ts';
import type { PageCommand } from '../channel/page-port.ts';
import { createRouter, type Port } from './router.ts';

class FakePort implements Port {
  readonly said: (FromDocument | FromBackground | PageCommand)[] = [];
  private readonly heard: ((message: unknown) => void)[] = [];
  private readonly ended: (() => void)[] = [];
  readonly onMessage = {
    addListener: (listener: (message: unknown) => void) => void this.heard.push(listener),
  };
  readonly onDisconnect = { addListener: (listener: () => void) => void this.ended.push(listener) };
  constructor(
    readonly name: string,
    readonly sender: Port['sender'] = undefined,
  ) {}
  postMessage(message: unknown): void {
    this.said.push(message as FromDocument);
  }
  hear(message: unknown): void {
    for (const listener of this.heard) listener(message);
  }
  end(): void {
    for (const listener of this.ended) listener();
  }
  types(): string[] {
    return this.said.map(({ type }) => type);
  }
}

const documentId = '0123456789abcdef';
const dropped = { count: 0, bytes: 0 };

function start() {
  const badges: [tabId: number, count: number][] = [];
  let wakings = 0;
  let isWatched = true;
  const router = createRouter({
    bootId: 'boot',
    grants: () => Promise.resolve(['https://shop.example/*']),
    isWatched: async () => isWatched,
    wake: () => {
      wakings += 1;
    },
    showBroken: (tabId, count) => badges.push([tabId, count]),
  });
  const connect = (port: FakePort) => {
    router.connect(port);
    return port;
  };
  return {
    router,
    badges,
    wakings: () => wakings,
    takeSiteBack: () => {
      isWatched = false;
      return router.grantsChanged();
    },
    panel: (tabId: number) => connect(new FakePort(`panel:${tabId}`)),
    document: (tabId: number, frameId = 0, incognito = false) =>
      connect(new FakePort('document', { tab: { id: tabId, incognito }, frameId })),
  };
}

function introduce(life = 'alive', lastN = 0, id = documentId, widgets: object[] = []): string {
  const document = {
    documentId: id,
    frameId: 0,
    url: 'https://shop.example/',
    startedAtMs: 1,
    widgets,
    life,
  };
  return JSON.stringify({ type: 'document', document, lastN, dropped });
}

function batch(after: number, ...events: unknown[]): string {
  let last: string | undefined;
  const records = events.map((given, index) => {
    const { fields, ...event } = Object(given);
    const isSame = JSON.stringify(fields) === last;
    last = JSON.stringify(fields);
    return { n: after + index + 1, fields: isSame ? undefined : fields, event };
  });
  return JSON.stringify({ type: 'records', documentId, after, records, dropped });
}

describe('router', () => {
  it('tells a panel what is there, wakes what sleeps, and passes on what comes, with the browser’s word for the frame', async () => {
    const { panel, document, wakings } = start();
    const page = document(7, 3);
    page.hear(introduce());
    const mine = panel(7);
    await Promise.resolve();
    expect(mine.types()).toEqual(['hello', 'grants']);
    expect(mine.said[0]).toMatchObject({ bootId: 'boot', documents: [{ documentId, frameId: 3 }] });
    expect(wakings()).toBe(1);
    page.hear(batch(0, tell()));
    expect(mine.said.at(-1)).toMatchObject({ type: 'records', after: 0, records: [{ n: 1 }] });
  });

  it('never mixes tabs', () => {
    const { panel, document } = start();
    const other = panel(8);
    const page = document(7);
    page.hear(introduce());
    page.hear(batch(0, tell()));
    expect(other.types()).not.toContain('records');
    other.hear({ type: 'replay', documentId, after: 0 });
    expect(page.said).toEqual([{ type: 'attend', isAttended: false }]);
  });

  it('asks a document for what was missed when it comes with a story, as after a restart of its own', () => {
    const { document } = start();
    const page = document(7);
    page.hear(introduce('alive', 12));
    expect(page.said).toEqual([
      { type: 'attend', isAttended: false },
      { type: 'replay', documentId, after: 0 },
    ]);
    page.hear(introduce('alive', 13));
    expect(page.said).toHaveLength(2);
  });

  it('tells pages whether somebody looks, and judges what they say while nobody does', () => {
    const { panel, document, badges } = start();
    const page = document(7);
    page.hear(introduce());
    const one = panel(7);
    const late = document(7, 1);
    late.hear(introduce('alive', 0, 'f'.repeat(16)));
    const two = panel(7);
    for (const ended of [two, one]) ended.end();
    const toldTo = (port: FakePort) =>
      port.said.flatMap((told) => (told.type === 'attend' ? [told.isAttended] : []));
    expect([toldTo(page), toldTo(late)]).toEqual([
      [false, true, true, true, false],
      [true, true, true, false],
    ]);
    // Said before the page heard that somebody does.
    const three = panel(7);
    for (const [index, event] of brokenStory().entries()) {
      page.hear(batch(index, event).replace('"records"', '"widget_records"'));
    }
    expect(badges.at(-1)?.[1]).toBeGreaterThan(0);
    expect(three.types()).toEqual(['hello']);
  });

  it('brings each answer to whoever asked, under the asker’s own number', () => {
    const { panel, document } = start();
    const page = document(7);
    page.hear(introduce());
    const [one, two] = [panel(7), panel(7)];
    const command = { type: 'read_storage' };
    one.hear({ type: 'command', documentId, commandId: 1, command });
    two.hear({ type: 'command', documentId, commandId: 1, command });
    const [first, second] = page.said.filter(({ type }) => type === 'command') as { commandId: number }[];
    expect(first?.commandId).not.toBe(second?.commandId);
    const answer = { ok: true, value: 'second' };
    page.hear(JSON.stringify({ type: 'answer', documentId, commandId: second?.commandId, answer }));
    expect(two.said.at(-1)).toEqual({ type: 'answer', documentId, commandId: 1, answer });
    expect(one.types()).not.toContain('answer');
  });

  it('answers with a sentence where the document is gone, before or after it was asked', () => {
    const { panel, document } = start();
    const page = document(7);
    page.hear(introduce());
    const mine = panel(7);
    const ask = (commandId: number) =>
      mine.hear({ type: 'command', documentId, commandId, command: { type: 'read_storage' } });
    ask(1);
    page.end();
    ask(2);
    const answers = mine.said.filter(({ type }) => type === 'answer');
    expect(answers).toMatchObject([
      { commandId: 1, answer: { ok: false } },
      { commandId: 2, answer: { ok: false, sentence: expect.stringMatching(/^The page is no longer/) } },
    ]);
    expect(mine.said).toContainEqual(
      expect.objectContaining({ type: 'document', document: expect.objectContaining({ life: 'gone' }) }),
    );
  });

  it('keeps a document that sleeps in the back/forward cache, and knows it again', () => {
    const { panel, document } = start();
    const page = document(7);
    page.hear(introduce());
    page.hear(introduce('frozen'));
    page.end();
    const mine = panel(7);
    expect(mine.said[0]).toMatchObject({ documents: [{ documentId, life: 'frozen' }] });
    const back = document(7);
    back.hear(introduce('alive'));
    expect(mine.said.at(-1)).toMatchObject({ type: 'document', document: { documentId, life: 'alive' } });
  });

  it('[R6.4] shows on the icon how many promises are broken, judged as they come or all over again', () => {
    const events = brokenStory();
    const live = start();
    const page = live.document(7);
    page.hear(introduce());
    for (const [index, event] of events.entries()) page.hear(batch(index, event));
    const [tabId, count] = live.badges.at(-1) ?? [];
    expect(tabId).toBe(7);
    expect(count).toBeGreaterThan(0);
    const again = start();
    const back = again.document(7);
    back.hear(introduce('alive', events.length));
    back.hear(batch(0, ...events));
    back.hear(batch(0, ...events));
    expect(again.badges.at(-1)).toEqual([7, count]);
    back.end();
    expect(again.badges.at(-1)).toEqual([7, 0]);
  });

  it.each([
    ['what is no text', { type: 'records' }],
    ['what is no JSON', '{"type":'],
    ['an unknown message', '{"type":"run","code":"1"}'],
    ['a document with a number for its address', introduce().replace('"https://shop.example/"', '5')],
    ['records of another document', batch(0, {}).replace(documentId, 'f'.repeat(16))],
  ])('lets %s from a page come to nothing', (_what, given) => {
    const { panel, document } = start();
    const page = document(7);
    page.hear(introduce());
    const mine = panel(7);
    const before = mine.said.length;
    page.hear(given);
    expect(mine.said).toHaveLength(before);
  });

  it('leaves out a record that is none, and counts it', () => {
    const { panel, document } = start();
    const page = document(7);
    page.hear(introduce());
    const mine = panel(7);
    page.hear(batch(0, tell(), { witness: 'widget', kind: 'made up' }, '<script>', tell(2)));
    expect(mine.said.at(-1)).toMatchObject({ records: [{ n: 1 }, { n: 4 }], dropped: { count: 2 } });
  });
});

describe('other tabs with the same widget', () => {
  const widget = { widgetId: 'wgt_1', traceId: 't'.repeat(32), build: '1', base: 'https://chat.example/' };
  const withWidget = (id: string, over: object = {}, life = 'alive') =>
    introduce(life, 0, id, [{ ...widget, ...over }]);
  const [one, two] = ['1'.repeat(16), '2'.repeat(16)];
  const othersOf = ({ said }: FakePort) => said.filter(({ type }) => type === 'others');

  it('[R6.5] are named to a panel as they come and go, once each', () => {
    const { panel, document } = start();
    document(7).hear(withWidget(one));
    const mine = panel(7);
    expect(othersOf(mine)).toEqual([]);
    const page = document(8);
    page.hear(introduce('alive', 0, two));
    expect(othersOf(mine)).toEqual([]);
    page.hear(withWidget(two));
    page.hear(withWidget(two));
    const there = { type: 'others', others: [{ tabId: 8, url: 'https://shop.example/' }] };
    expect(othersOf(mine)).toEqual([there]);
    expect(othersOf(panel(7))).toEqual([there]);
    page.end();
    expect(othersOf(mine)).toEqual([there, { type: 'others', others: [] }]);
  });

  it.each([
    ['another widget', { widgetId: 'wgt_2' }, 'alive', false],
    ['another backend', { base: 'https://other.example/' }, 'alive', false],
    ['a page that was left', {}, 'gone', false],
    ['a private window', {}, 'alive', true],
  ])('leave out %s', (_what, over, life, isPrivate) => {
    const { panel, document } = start();
    document(7).hear(withWidget(one));
    const mine = panel(7);
    document(8, 0, isPrivate).hear(withWidget(two, over, life));
    expect(othersOf(mine)).toEqual([]);
  });

  it('are heard by a second connection, which learns that all their documents are gone when the tab is closed', () => {
    const { router, panel, document } = start();
    document(7).hear(withWidget(one));
    const page = document(8);
    page.hear(withWidget(two));
    const sleeper = '3'.repeat(16);
    const asleep = document(8);
    asleep.hear(withWidget(sleeper, {}, 'frozen'));
    asleep.end();
    const [mine, second] = [panel(7), panel(8)];
    router.forgetTab(8);
    page.end();
    expect(othersOf(mine).at(-1)).toEqual({ type: 'others', others: [] });
    const gone = second.said.flatMap((message) => (message.type === 'document' ? [message.document] : []));
    expect(gone.map(({ documentId, life }) => [documentId, life])).toEqual([
      [two, 'gone'],
      [sleeper, 'gone'],
    ]);
    expect(mine.types()).not.toContain('document');
  });

  it('tells a document whose site is taken back that it is over, and one that comes back from sleep then', async () => {
    const { document, panel, takeSiteBack } = start();
    const open = document(1);
    open.hear(introduce());
    panel(1);
    await takeSiteBack();
    await vi.waitFor(() => expect(open.said.at(-1)).toEqual({ type: 'stop' }));
    const awoken = document(1);
    awoken.hear(introduce('alive', 0, 'fedcba9876543210'));
    await vi.waitFor(() => expect(awoken.said.at(-1)).toEqual({ type: 'stop' }));
  });
});

function story() {
  return new TraceTab().bootstrap().start().connect().send('Hello').events;
}

/** One event of a load, as its widget tells it. */
function tell(seq = 1) {
  return { ...story()[0], seq };
}

/** A state that no table knows. */
function brokenStory() {
  const events = structuredClone(story()) as { kind: string; to?: string }[];
  const transition = events.find(({ kind }) => kind === 'transition');
  if (!transition) throw new Error('assert: the story has a transition');
  transition.to = 'resolved';
  return events;
}
