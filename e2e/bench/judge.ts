import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import { blobOf } from '@hilo/shared/testing/trace-blob.ts';
import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { loadNow, median, say, whole } from './support/numbers.ts';

/**
 * How many events per second of processor time the judge takes, against merely walking over them. Processor time, since
 * the judge waits for nothing: what else the machine does still slows caches and memory, but is not counted itself.
 * Reports; asserts nothing.
 */
const rounds = 9;
const turns = 1_000;

const tab = openTab().bootstrap().start().connect();
for (let i = 0; i < turns; i++) tab.send(`Message ${i}`).agentReplies(`Answer ${i}`).read();
// As they reach a judge: out of a blob's text. Those that were put together here by hand are slow to read on Node 20.
const blob = readBlob([...writeBlob(blobOf(tab))].join(''));
if (!blob.ok) throw new Error(`assert: ${blob.sentence}`);
const events: readonly TraceEvent[] = blob.blob.loads.flatMap(eventsOf);

function judge(): void {
  const one = createJudge(catalogue);
  for (const event of events) one.push(event);
  const wrong = one.verdicts().filter((verdict) => verdict.status === 'violated');
  if (wrong.length > 0) throw new Error(`assert: a clean trace breaks ${wrong[0]?.rule.id}`);
}

let sink = 0;
function walk(): void {
  for (const event of events) sink += event.seq + (event.fields.traceId?.length ?? 0);
}

/** Events per second of processor time. */
function rateOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (events.length * 1e6) / (user + system);
}

for (let i = 0; i < rounds; i++) {
  walk();
  judge();
}
const rates = { judge: [] as number[], walk: [] as number[] };
for (let round = 0; round < rounds; round++) {
  rates.walk.push(rateOf(walk));
  rates.judge.push(rateOf(judge));
}
const [judged, walked] = [median(rates.judge), median(rates.walk)];
say(
  `${whole(events.length)} events, ${catalogue.length} rules, ${loadNow()}${sink > 0 ? '' : ' (nothing walked)'}`,
  `judge     ${whole(judged)} events/s, the best round ${whole(Math.max(...rates.judge))}`,
  `baseline  ${whole(walked)} events/s walked over; judge/baseline ${(judged / walked).toFixed(3)}`,
  `heap      ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MiB, trace included`,
);
