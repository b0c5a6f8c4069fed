import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blobOf } from '../../../testing/trace-blob.ts';
import { openTab } from '../../../testing/trace-builder.ts';
import { eventId } from '../../invariants/rule.ts';
import { eventsOf, readBlob } from '../../trace/blob-read.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { brokenOf } from './broken-promises.ts';
import { fillSpec } from './fill-spec.ts';
import { joinSpec, specFiles } from './join-spec.ts';
import { storyOf } from './story.ts';

const folder = new URL('../../../', import.meta.url);
const runtime = joinSpec(specFiles.map((name) => readFileSync(new URL(`spec/${name}`, folder), 'utf8')));
const aBlob = () => blobOf(openTab().bootstrap().start().connect().send('Where is my <b>order</b>?'));

function fixture(name: string) {
  const reading = readBlob(readFileSync(new URL(`testing/fixtures/${name}.json`, folder), 'utf8'));
  if (!reading.ok) throw new Error(reading.sentence);
  return reading.blob;
}

function storyIn(blob: ReturnType<typeof aBlob>, verdicts = blob.verdicts) {
  const told = storyOf(blob, verdicts);
  if (!told.ok) throw new Error(told.sentence);
  return told.story;
}

describe('[R1.4] a written test', () => {
  it('tells every event from outside as a step, and what the widget makes of it as what must come', () => {
    const { steps, events, told, requests } = storyIn(aBlob());
    expect(steps.map((step) => step.do)).toEqual(expect.arrayContaining(['answer', 'open', 'hear']));
    const kinds = new Set(events.map((event) => (event as TraceEvent).kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['request', 'frame', 'operation', 'transition']));
    for (const step of steps) expect(step.after).toBeLessThan(told);
    expect(requests.length).toBeGreaterThan(1);
  });

  it('says which load it tells, of a blob with two', () => {
    const blob = fixture('clean/chat');
    const text = fillSpec(runtime, storyIn(blob));
    const [before, last] = blob.loads.map(({ traceId }) => traceId);
    expect(text.split('\n')[0]).toContain(`The load ${last} of the widget`);
    expect(text).toContain(`the load before it, ${before}: that one is not told here`);
  });

  it('asks for a promise that a widget can keep, and says what to do with it', () => {
    const story = storyIn(fixture('broken/resync-after-reconnect'));
    expect(story.broken.map(({ ruleId }) => ruleId)).toEqual(['resync-after-reconnect']);
    expect(fillSpec(runtime, story)).toContain('// Mend the code, delete the first, keep the second.');
  });

  it('asks for none that the server broke by what it said, and says where to look', () => {
    const story = storyIn(fixture('broken/unread-is-exact'));
    expect(story.broken).toEqual([]);
    const text = fillSpec(runtime, story);
    expect(text).toMatch(
      /^\/\/ The server's own answers break ".+" \(unread-is-exact\): no widget can mend$/m,
    );
    expect(text).toContain('npx hilo audit');
  });

  it('takes nothing from anywhere but Node and Playwright, and each only once', () => {
    const lines = [
      ...fillSpec(runtime, storyIn(aBlob())).matchAll(/^import (?:type )?\{ (.*) \} from '(.*)';$/gm),
    ];
    expect(new Set(lines.map(([, , from]) => from))).toEqual(
      new Set(['node:fs', 'node:path', '@playwright/test']),
    );
    const names = lines.flatMap(([, some]) => some!.split(', '));
    expect(new Set(names).size).toBe(names.length);
    expect(runtime).not.toMatch(/^export /m);
  });

  it('cannot be left by what stands in a blob', () => {
    const story = { ...storyIn(aBlob()), about: ['one\ntwo'], title: '</script>\u2028' };
    const text = fillSpec(runtime, story);
    expect(text.split('\n')[0]).toBe('// one two');
    expect(text).not.toMatch(/<\/script|\u2028/);
  });
});

describe('[R1.4] whose promise is broken', () => {
  const events = eventsOf(aBlob().loads[0]!);
  const traceId = events[0]!.fields.traceId;
  const answer = events.find((event) => event.kind === 'response')!;
  const request = events.find((event) => event.kind === 'request')!;
  const judged = (t: number, ...evidence: string[]) =>
    brokenOf(events, traceId, [
      { ruleId: 'a-rule', promise: 'It holds.', status: 'violated', violations: [{ t, evidence }] },
    ]);
  const promise = { ruleId: 'a-rule', promise: 'It holds.' };

  it("is the server's where its word alone proves it", () => {
    expect(judged(answer.t, eventId(answer))).toEqual({ ours: [], servers: [promise] });
  });

  it("is the widget's where it did something, or did nothing until a deadline", () => {
    expect(judged(answer.t, eventId(request), eventId(answer)).ours).toEqual([promise]);
    expect(judged(answer.t + 10_000, eventId(answer)).ours).toEqual([promise]);
  });

  it("is neither's where another load broke it", () => {
    expect(judged(answer.t, `${'0'.repeat(32)}/w1`)).toEqual({ ours: [], servers: [] });
  });
});
