import { storyOf } from '@hilo/shared/reconstruct/replay/story.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import { checksumOf } from '@hilo/shared/trace/checksum.ts';
import { expect } from '@playwright/test';
import { type ReplayReport, replayBlob } from '../../backend/src/cli/replay/replay-blob.ts';
import { writeSpec } from '../../backend/src/cli/replay/write-spec.ts';
import { builtWidget, runWritten } from '../support/written-tests.ts';
import { test } from './fixture.ts';
import { keepBlob } from './keep-blob.ts';
import { type Replayed, recordBlob, replayMany, type Studio } from './many-sessions.ts';

const sessions = 50;
const atOnce = 4;

test(`[R1.4] ${sessions} random sessions keep every promise and replay identically, from their blobs alone`, async ({
  studio,
}) => {
  test.setTimeout(900_000);
  const seeds = Array.from({ length: sessions }, (_, i) => i + 1);
  const all = await replayMany(studio, seeds, atOnce);
  const wrong = all.filter(({ report, broken }) => report.outcome !== 'identical' || broken.length > 0);
  const said = wrong.map((one) => `session ${one.seed}: ${saidOf(one)} (${keepBlob(one)})`);
  expect(said).toEqual([]);
  expect(all).toHaveLength(sessions);
  // Something happened in them.
  const counts = all.flatMap(({ report }) => report.loads.map((load) => load.counts));
  const sum = (name: 'requests' | 'frames' | 'storageWrites' | 'states') =>
    counts.reduce((total, one) => total + one[name], 0);
  for (const name of ['requests', 'frames', 'storageWrites'] as const)
    expect(sum(name)).toBeGreaterThan(sessions);
  expect(sum('states')).toBeGreaterThan(sessions / 2);
});

function saidOf({ report, broken }: Replayed): string {
  return [report.sentences[0], ...broken].join('; ');
}

test('[R1.4] a blob that was changed is not identical, and the first event that differs is named', async ({
  studio,
}) => {
  test.setTimeout(300_000);
  const blob = await recordChat(studio);
  expect((await replay(studio, blob)).outcome).toBe('identical');

  const answered = eventOf(blob, (event) => event['kind'] === 'response' && 'message' in bodyOf(event));
  const otherAnswer = edit(blob, answered, (event) => {
    event['status'] = 500;
    event['body'] = {};
  });
  await expectDifferent(studio, otherAnswer, answered);

  const clicked = eventOf(
    blob,
    (event) => (event['action'] as { type?: string })?.type === 'launcher_clicked',
  );
  const renamed = edit(blob, clicked, (event) => Object.assign(event, { action: { type: 'sound_toggled' } }));
  await expectDifferent(studio, renamed, clicked);

  const written = eventOf(blob, (event) => event['kind'] === 'storage' && event['op'] === 'write');
  const otherKey = edit(blob, written, (event) => Object.assign(event, { op: 'remove' }));
  await expectDifferent(studio, otherKey, written);

  const otherScreen = sealed({ ...blob, screen: `${blob.screen}\nbutton "More"` });
  expect((await replay(studio, otherScreen)).loads.at(-1)?.difference?.sentence).toMatch(/screen in the end/);
});

test('[R1.4] a broken build is not identical, and another build is not compared', async ({ studio }) => {
  test.setTimeout(300_000);
  const blob = await recordChat(studio);
  const { files } = studio;
  const code = files.scripts.get(files.entry)!;
  // Under the same name: a build that forgets to say what it writes about itself.
  const broken = code.replaceAll('"mark_read"', '"mark_unread"').replaceAll('/messages', '/mesages');
  expect(broken).not.toBe(code);
  const scripts = new Map([...files.scripts, [files.entry, broken]]);
  const report = await replayBlob(blob, studio.browser, { ...files, scripts });
  expect(report.outcome).toBe('different');
  expect(report.sentences.join()).toMatch(/messages/);

  const renamed = files.entry.replace(/-[\w-]{8}\.js$/, '-00000000.js');
  const other = await replayBlob(blob, studio.browser, { ...files, entry: renamed });
  expect(other.outcome).toBe('not_comparable');
  expect(other.sentences[0]).toContain('hilo-widget-00000000');
});

test('[R1.4] a test that is written from a blob stands alone, and passes', async ({ studio }) => {
  test.setTimeout(300_000);
  const story = storyOf(await recordChat(studio));
  if (!story.ok) throw new Error(story.sentence);
  const text = await writeSpec(story.story);
  const run = await runWritten([{ name: 'complaint', text, widget: builtWidget }], 240_000);
  expect(run.ok, run.output).toBe(true);
  expect(run.outcomes).toMatchObject([{ title: story.story.title, passed: true }]);
});

/** A session with a message in it. */
async function recordChat(studio: Studio): Promise<Blob> {
  for (let seed = 201; seed < 220; seed++) {
    const blob = await recordBlob(studio, seed);
    const load = blob.loads.at(-1);
    const kinds = JSON.stringify(load?.events ?? []);
    if (load?.complete && kinds.includes('"send_message"') && kinds.includes('launcher_clicked')) return blob;
  }
  throw new Error('none of these sessions has a message');
}

function replay(studio: Studio, blob: Blob): Promise<ReplayReport> {
  return replayBlob(blob, studio.browser, studio.files);
}

type Loose = Record<string, unknown>;

function bodyOf(event: Loose): object {
  return (event['body'] ?? {}) as object;
}

/** Number of the first such event in the last load, from 1. */
function eventOf(blob: Blob, is: (event: Loose) => boolean): number {
  const at = blob.loads.at(-1)!.events.findIndex((event) => is(event as unknown as Loose));
  expect(at).toBeGreaterThanOrEqual(0);
  return at + 1;
}

function edit(blob: Blob, seq: number, change: (event: Loose) => void): Blob {
  const copy = structuredClone(blob);
  change(copy.loads.at(-1)!.events[seq - 1] as unknown as Loose);
  return sealed(copy);
}

function sealed({ checksum: _old, ...rest }: Blob): Blob {
  return { ...rest, checksum: checksumOf(rest) };
}

/** The replay leaves the recording at that event, or at what the widget makes of it right then. */
async function expectDifferent(studio: Studio, blob: Blob, seq: number): Promise<void> {
  expect([...writeBlob(blob)].length).toBeGreaterThan(0);
  const { outcome, loads } = await replay(studio, blob);
  expect(outcome).toBe('different');
  const found = loads.at(-1)?.difference?.seq ?? 0;
  expect(found).toBeGreaterThanOrEqual(seq);
  expect(found).toBeLessThan(seq + 8);
}
