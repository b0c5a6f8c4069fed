import { type EventId, eventId, type Verdict, type VerdictStatus } from '@hilo/shared/invariants/rule.ts';
import { describeEvent } from '@hilo/shared/reconstruct/describe-event.ts';
import type { Judged } from '@hilo/shared/reconstruct/judge-blob.ts';
import { clock, oneLine } from '@hilo/shared/reconstruct/plain-text.ts';
import { eventsOf } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { Paint } from '../paint.ts';

const shownViolationsMax = 5;

const says: Record<VerdictStatus, string> = {
  violated: 'broken',
  inconclusive: 'cannot be said; the trace has a gap',
  pending: 'still has time',
  holds: 'held',
  not_exercised: 'not put to the test',
};

/** What the judge says of a blob, in plain words: what is broken first, with its evidence, then how the rest stands. */
export function formatCheck(blob: Blob, { verdicts, partialLoads }: Judged, paint: Paint): string {
  const texts = describeAll(blob);
  const broken = verdicts.filter(({ status }) => status === 'violated');
  return [
    ...broken.flatMap((verdict) => [...formatBroken(verdict, texts, paint), '']),
    ...summary(verdicts, paint),
    ...(partialLoads > 0
      ? [
          paint.yellow(
            `Of ${partialLoads === 1 ? 'one load' : `${partialLoads} loads`} only a part is in the blob: what is broken there was looked for, more cannot be said.`,
          ),
        ]
      : []),
    ...blob.cuts.map(({ what, count, why }) =>
      paint.dim(oneLine(`Not in the blob: ${what}, ${count === 1 ? 'once' : `${count} times`} (${why}).`)),
    ),
  ].join('\n');
}

function summary(verdicts: readonly Verdict[], paint: Paint): string[] {
  const order: VerdictStatus[] = ['violated', 'inconclusive', 'pending', 'holds', 'not_exercised'];
  return order.flatMap((status) => {
    const own = verdicts.filter((verdict) => verdict.status === status);
    if (own.length === 0) return [];
    const colour = status === 'violated' ? paint.red : status === 'holds' ? paint.green : paint.yellow;
    return [
      `${colour(String(own.length).padStart(3))} ${says[status]}: ${paint.dim(own.map(({ rule }) => rule.id).join(', '))}`,
    ];
  });
}

function formatBroken(
  { rule, violations, violationsDropped }: Verdict,
  texts: ReadonlyMap<EventId, string>,
  paint: Paint,
): string[] {
  const shown = violations.slice(0, shownViolationsMax);
  const rest = violations.length - shown.length + violationsDropped;
  return [
    `${paint.red('✗')} ${paint.bold(rule.promise)}  ${paint.dim(`${rule.id} · ${rule.requirement} · ${rule.severity}`)}`,
    `  What that means: ${rule.meaning}`,
    `  Where to look: ${rule.look}`,
    ...shown.flatMap(({ t, detail, evidence }) => [
      `  ${paint.yellow(clock(t))}  ${oneLine(detail)}`,
      ...evidence.map((id) => paint.dim(`      ${texts.get(id) ?? oneLine(id)}`)),
    ]),
    ...(rest > 0 ? [`  and ${rest} more of the kind`] : []),
  ];
}

/** The end of an event's id is its place in its load: `w12`. */
function describeAll({ loads }: Blob): Map<EventId, string> {
  const texts = new Map<EventId, string>();
  for (const event of loads.flatMap(eventsOf)) {
    const id = eventId(event);
    const place = id.slice(id.indexOf('/') + 1);
    texts.set(id, oneLine(`${place.padEnd(6)} ${clock(event.t)}  ${describeEvent(event).text}`));
  }
  return texts;
}
