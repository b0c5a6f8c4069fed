import { readFileSync } from 'node:fs';
import { openTab as openTrace } from '@hilo/shared/testing/trace-builder.ts';
import { describe, expect, it } from 'vitest';
import { idOf } from '../model/find-event.ts';
import { checksumBeside } from '../source/checksum-beside.ts';
import { createServerLink } from '../source/server-link.ts';
import { noSource, type Source, type SourceListener } from '../source/source.ts';
import { documentId, documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { findCurrentLoad } from './panel-state.ts';
import { createPanel, type PanelPorts } from './panel-store.ts';

const records = liveRecords();
const beganAtMs = records[0]!.event.wall - records[0]!.event.t;

function aPanel(
  source: Source = noSource,
  saved?: unknown,
  openTab = (_tabId: number): Source => noSource,
  checksum: PanelPorts['checksum'] = checksumBeside,
) {
  const frames: (() => void)[] = [];
  const ticks: (() => void)[] = [];
  let nowMs = beganAtMs;
  const panel = createPanel(
    { kind: 'imported', names: [] },
    {
      source,
      openTab,
      server: createServerLink(globalThis.fetch, async () => undefined),
      keeper: { get: async () => saved, set: () => undefined },
      now: () => nowMs,
      onFrame: (run) => void frames.push(run),
      setInterval: (run) => ticks.push(run),
      soon: (run) => void setImmediate(run),
      checksum,
    },
  );
  return {
    ...panel,
    draw: () => {
      for (const run of frames.splice(0)) run();
    },
    passTo(ms: number) {
      nowMs = ms;
      for (const tick of ticks) tick();
    },
    pending: frames,
  };
}

function aTab() {
  let listener: SourceListener | undefined;
  const source: Source = {
    ...noSource,
    subscribe(given) {
      listener = given;
      return () => undefined;
    },
  };
  return { source, tell: () => listener as SourceListener };
}

/** One that is told, or fails, when a test says so. */
function aChecksum() {
  let resolve: (checksum: string) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

/** Long enough for everything that waits for nobody. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

function urlOf(path: string): URL {
  return new URL(`../../../../shared/testing/fixtures/${path}`, import.meta.url);
}

function fileOf(path: string): File {
  return new File([new Uint8Array(readFileSync(urlOf(path)))], path);
}

function fileWith(name: string, text: string): File {
  return new File([text], name);
}

describe('the panel’s store', () => {
  it('tells views of many messages once a frame', () => {
    const tab = aTab();
    const { store, start, draw, pending } = aPanel(tab.source);
    start();
    for (let i = 0; i < 20; i++) tab.tell().message(recordsFrom(i, records.slice(i, i + 1)));
    expect(pending).toHaveLength(1);
    expect(store.getState().session.loads).toEqual([]);
    draw();
    expect(findCurrentLoad(store.getState())?.events).toHaveLength(20);
  });

  it('selects an event for all views, and comes back to now', () => {
    const tab = aTab();
    const { store, actions, start, draw } = aPanel(tab.source);
    start();
    tab.tell().message(recordsFrom(0, records));
    draw();
    const event = findCurrentLoad(store.getState())!.events[10]!;
    actions.selectEvent(idOf(event));
    expect(store.getState().ui).toMatchObject({ moment: event.t, selectedEventId: idOf(event) });
    actions.selectEvent('nobody/w1');
    expect(store.getState().notice).toContain('memory');
    actions.selectEvent(null);
    expect(store.getState().ui).toMatchObject({ moment: null, selectedEventId: null });
  });

  it('judges deadlines while it is live, and not while it cannot hear', () => {
    const tab = aTab();
    const { store, start, draw, passTo } = aPanel(tab.source);
    start();
    const upTo = records.findIndex(
      ({ event }) =>
        event.kind === 'request' && event.path.endsWith('/messages') && event.witness === 'widget',
    );
    tab.tell().link({ name: 'live' });
    tab.tell().message({
      type: 'document',
      document: documentInfo(),
      lastN: 0,
      dropped: { count: 0, bytes: 0 },
    });
    tab.tell().message(recordsFrom(0, records.slice(0, upTo + 1)));
    draw();
    const violations = () => findCurrentLoad(store.getState())?.violations.length;
    expect(violations()).toBe(0);
    tab.tell().link({ name: 'lost', attempt: 1 });
    passTo(beganAtMs + 600_000);
    draw();
    expect(violations()).toBe(0);
    tab.tell().link({ name: 'live' });
    passTo(beganAtMs + 600_000);
    draw();
    expect(violations()).toBeGreaterThan(0);
  });

  it('reads files, shows the last one, and says what it could not read', async () => {
    const { store, actions, start } = aPanel();
    start();
    await actions.importFiles([fileOf('clean/chat.json'), fileWith('photo.json', 'no!')]);
    const state = store.getState();
    expect(state.notice).toMatch(/^photo\.json: Unable to read the blob/);
    expect(state.importing).toBeNull();
    expect(findCurrentLoad(state)?.state).toBe('solved');
    expect(state.session.loads).toHaveLength(2);
  });

  it('[R1.4] shows nothing of a file before its checksum is known, and nothing at all where it is wrong', async () => {
    const computed = aChecksum();
    const { store, actions } = aPanel(noSource, undefined, undefined, () => computed.promise);
    const importing = actions.importFiles([fileOf('clean/chat.json')]);
    await settle();
    expect(store.getState()).toMatchObject({ importing: { step: 'checking' }, session: { loads: [] } });
    computed.resolve('sha256:another');
    await importing;
    expect(store.getState()).toMatchObject({ importing: null, session: { loads: [] } });
    expect(store.getState().notice).toMatch(/its checksum does not match/);
  });

  it('[R1.4] checks a file by itself where nobody can do it beside', async () => {
    const { store, actions } = aPanel(noSource, undefined, undefined, () => Promise.reject(new Error('no')));
    const edited = readFileSync(urlOf('clean/chat.json'), 'utf8').replace(
      '"madeBy":"test"',
      '"madeBy":"cli"',
    );
    await actions.importFiles([fileWith('edited.json', edited)]);
    expect(store.getState().notice).toMatch(/^edited\.json: .*its checksum does not match/);
    await actions.importFiles([fileOf('clean/chat.json')]);
    expect(store.getState().session.loads).toHaveLength(2);
  });

  it('reads a second file when the first is in, and not instead of it', async () => {
    const asked: ReturnType<typeof aChecksum>[] = [];
    const { store, actions } = aPanel(noSource, undefined, undefined, () => {
      const one = aChecksum();
      asked.push(one);
      return one.promise;
    });
    const all = [
      actions.importFiles([fileOf('clean/chat.json')]),
      actions.importFiles([fileOf('clean/prechat.json')]),
    ];
    await settle();
    expect(asked).toHaveLength(1);
    expect(store.getState().importing?.name).toBe('clean/chat.json');
    asked[0]?.reject(new Error('no'));
    while (asked.length < 2) await settle();
    expect(store.getState().importing?.name).toBe('clean/prechat.json');
    expect(store.getState().session.loads).toHaveLength(2);
    asked[1]?.reject(new Error('no'));
    await Promise.all(all);
    expect(store.getState()).toMatchObject({ importing: null, notice: null });
    expect(store.getState().session.loads).toHaveLength(3);
  });

  it('leaves a file that is cancelled while it is checked, and reads the one that waits', async () => {
    const signals: AbortSignal[] = [];
    const never = (_bytes: unknown, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<string>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    };
    const { store, actions } = aPanel(noSource, undefined, undefined, never);
    const all = [
      actions.importFiles([fileOf('clean/chat.json')]),
      actions.importFiles([fileOf('clean/prechat.json')]),
    ];
    await settle();
    actions.cancelImport();
    while (signals.length < 2) await settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(store.getState()).toMatchObject({ notice: null, session: { loads: [] } });
    actions.cancelImport();
    await Promise.all(all);
    expect(store.getState()).toMatchObject({ importing: null, notice: null, session: { loads: [] } });
  });

  it('[R6.5] hears another tab once it is asked for, shows it without leaving this one, and asks each for its own', async () => {
    const asked: [tab: string, documentId: string][] = [];
    const answering = (name: string) => ({
      ...aTab(),
      command: async (documentId: string) => {
        asked.push([name, documentId]);
        return { ok: true as const, value: null };
      },
    });
    const [own, other] = [answering('own'), answering('other')];
    const opened: number[] = [];
    const openTab = (tabId: number): Source => {
      opened.push(tabId);
      return { ...other.source, command: other.command };
    };
    const { store, actions, start, draw } = aPanel(
      { ...own.source, command: own.command },
      undefined,
      openTab,
    );
    start();
    own.tell().others([{ tabId: 8, url: 'https://shop.test/jug' }]);
    expect(store.getState().otherTabs).toHaveLength(1);
    expect(opened).toEqual([]);
    own.tell().message(recordsFrom(0, records));
    actions.followTab(8);
    actions.followTab(8);
    expect(opened).toEqual([8]);
    const { events } = openTrace().openTab().bootstrap();
    const there = '00000000000000bb';
    other.tell().message({
      ...recordsFrom(
        0,
        events.map((event, i) => ({ n: i + 1, event })),
      ),
      documentId: there,
    });
    draw();
    const { session } = store.getState();
    expect(session.loads.map(({ origin }) => origin.kind === 'tab' && origin.tab)).toEqual([1, 2]);
    expect(findCurrentLoad(store.getState())).toBe(session.loads[0]);
    await actions.command(documentId, { type: 'read_storage' });
    await actions.command(there, { type: 'read_storage' });
    expect(asked).toEqual([
      ['own', documentId],
      ['other', there],
    ]);
  });

  it('judges no deadline while one of its tabs cannot be heard', () => {
    const [own, other] = [aTab(), aTab()];
    const { store, actions, start, draw, passTo } = aPanel(own.source, undefined, () => other.source);
    start();
    actions.followTab(8);
    own.tell().link({ name: 'live' });
    other.tell().link({ name: 'lost', attempt: 1 });
    const document = documentInfo();
    other.tell().message({ type: 'document', document, lastN: 0, dropped: { count: 0, bytes: 0 } });
    const isSend = ({ event }: (typeof records)[number]) =>
      event.kind === 'request' && event.path.endsWith('/messages') && event.witness === 'widget';
    other.tell().message(recordsFrom(0, records.slice(0, records.findIndex(isSend) + 1)));
    const violations = () => {
      passTo(beganAtMs + 600_000);
      draw();
      return store.getState().session.loads[0]?.violations.length;
    };
    expect(violations()).toBe(0);
    other.tell().link({ name: 'live' });
    expect(violations()).toBeGreaterThan(0);
  });

  it('begins as it was left', async () => {
    const { store, start } = aPanel(noSource, { damaged: true });
    start();
    await Promise.resolve();
    expect(store.getState().ui.view).toBe('timeline');
  });
});
