import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { idOf } from '../model/find-event.ts';
import { createServerLink } from '../source/server-link.ts';
import { sha256 } from '../source/sha256.ts';
import { noSource, type Source, type SourceListener } from '../source/source.ts';
import { documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { findCurrentLoad } from './panel-state.ts';
import { createPanel } from './panel-store.ts';

const records = liveRecords();
const beganAtMs = records[0]!.event.wall - records[0]!.event.t;

function aPanel(source: Source = noSource, saved?: unknown) {
  const frames: (() => void)[] = [];
  const ticks: (() => void)[] = [];
  let nowMs = beganAtMs;
  const panel = createPanel(
    { kind: 'imported', names: [] },
    {
      source,
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

  it('begins as it was left', async () => {
    const { store, start } = aPanel(noSource, { damaged: true });
    start();
    await Promise.resolve();
    expect(store.getState().ui.view).toBe('timeline');
  });
});
