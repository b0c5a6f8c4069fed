import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../invariants/catalogue.ts';
import { createJudge } from '../invariants/engine.ts';
import { eventsOf, readBlob } from '../trace/blob-read.ts';
import { type Blob, blobSchema } from '../trace/blob-schema.ts';
import { diffEvents } from './diff.ts';
import { formatHar } from './har.ts';
import { formatMarkdown } from './markdown.ts';
import { describeClock, mergeTracks } from './merge.ts';
import { formatMermaid } from './mermaid.ts';
import { formatOtlp } from './otlp.ts';
import { planReplay } from './replay/plan.ts';
import { storyOf } from './replay/story.ts';
import { sequenceOf } from './sequence.ts';
import { drawSequence } from './sequence-svg.ts';
import { formatTimeline, timelineOfMerged } from './timeline.ts';
import { tracksOf } from './tracks.ts';

const folder = new URL('../../testing/fixtures/clean/', import.meta.url);
const chats = readdirSync(folder).map((name) => {
  const reading = readBlob(readFileSync(new URL(name, folder), 'utf8'));
  if (!reading.ok) throw new Error(`unable to read ${name}; ${reading.sentence}`);
  return reading.blob;
});

/** What a schema leaves open: whatever a page, a browser or a server said. */
const open = new Set(['body', 'data', 'action', 'args', 'about', 'value', 'detail']);
const odd = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 53,
  '',
  'odd',
  [],
  {},
  [null],
  [[]],
  [1e300],
  { length: 1e300 },
  { toString: 1, valueOf: 1, toJSON: 1 },
  'constructor',
);
type Loose = Record<string, unknown>;

/** Every object in what is left open. */
function placesOf(value: unknown, isOpen = false): Loose[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, one]) => placesOf(one, isOpen || open.has(name)));
  return isOpen ? [value as Loose, ...below] : below;
}

interface Mistake {
  place: number;
  member: number;
  removed: boolean;
  odd: unknown;
}

const mistake: fc.Arbitrary<Mistake> = fc.record({
  place: fc.nat(),
  member: fc.nat(),
  removed: fc.boolean(),
  odd,
});

function breakAt(places: readonly Loose[], { place, member, removed, odd }: Mistake): void {
  const one = places[place % places.length] as Loose;
  const names = Object.keys(one);
  const name = names[member % names.length];
  if (name === undefined) return;
  if (removed) delete one[name];
  else one[name] = structuredClone(odd);
}

/** Everything that is made of a blob without a browser. */
function useAll(blob: Blob, other: Blob): string {
  const events = blob.loads.flatMap(eventsOf);
  const judge = createJudge(catalogue);
  for (const event of events) judge.push(event);
  judge.tick(blob.traceId, 1e7);
  const merged = mergeTracks(tracksOf([blob]));
  const sequence = sequenceOf(merged);
  const plan = planReplay(blob, blob.build);
  return [
    JSON.stringify(judge.verdicts()),
    merged.clocks.map(describeClock).join(),
    formatTimeline(timelineOfMerged(merged), { detailed: true }),
    formatMermaid(sequence),
    drawSequence(sequence, 'odd'),
    JSON.stringify(formatHar(blob)),
    JSON.stringify(formatOtlp(blob)),
    formatMarkdown(blob),
    JSON.stringify(diffEvents(events, other.loads.flatMap(eventsOf))),
    JSON.stringify(storyOf(blob)),
    JSON.stringify(plan),
  ].join('\n');
}

describe('[R1.4] a blob in which something else stands than should', () => {
  it('is judged, told, drawn and compared all the same', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.nat(), fc.array(mistake, { minLength: 1, maxLength: 12 }), (which, mistakes) => {
        const blob = chats[which % chats.length] as Blob;
        const broken = structuredClone(blob);
        const places = placesOf(broken.loads);
        for (const one of mistakes) breakAt(places, one);
        // Whatever the schema sees is refused before.
        if (!blobSchema.safeParse(broken).success) return;
        read++;
        expect(useAll(broken, blob).length).toBeGreaterThan(1_000);
      }),
      { numRuns: 120 },
    );
    expect(read).toBeGreaterThan(80);
  });

  it('is told where every action is none', () => {
    for (const chat of chats) {
      const broken = structuredClone(chat) as Blob;
      for (const load of broken.loads) {
        for (const event of load.events as Loose[]) if (event['kind'] === 'action') event['action'] = null;
      }
      expect(useAll(broken, chat).length).toBeGreaterThan(1_000);
    }
  });
});
