import { readFileSync } from 'node:fs';
import { openTab as openTrace } from '@hilo/shared/testing/trace-builder.ts';
import { describe, expect, it } from 'vitest';
import { idOf } from '../model/find-event.ts';
import { createServerLink } from '../source/server-link.ts';
import { sha256 } from '../source/sha256.ts';
import { noSource, type Source, type SourceListener } from '../source/source.ts';
import { documentId, documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { findCurrentLoad } from './panel-state.ts';
import { createPanel } from './panel-store.ts';

const records = liveRecords();
const beganAtMs = records[0]!.event.wall - records[0]!.event.t;

function aPanel(source: Source = noSource, saved?: unknown, openTab = (_tabId: number): Source => noSource) {
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
      digest: sha256,
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

function fileOf(path: string) {
  const url = new URL(`../../../../shared/testing/fixtures/${path}`, import.meta.url);
  return { name: path, size: 1, text: async () => readFileSync(url, 'utf8') };
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
    await actions.importFiles([
      fileOf('clean/chat.json'),
      { name: 'photo.json', size: 3, text: async () => 'no!' } as ReturnType<typeof fileOf>,
    ]);
    const state = store.getState();
    expect(state.notice).toMatch(/^photo\.json: Unable to read the blob/);
    expect(state.importing).toBeNull();
    expect(findCurrentLoad(state)?.state).toBe('solved');
    expect(state.session.loads).toHaveLength(2);
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
