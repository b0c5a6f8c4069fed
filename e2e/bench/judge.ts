import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/** How many events per second the judge takes on one core, against merely walking over them. Reports; asserts nothing. */
const tab = openTab().bootstrap().start().connect();
for (let i = 0; i < 4_000; i++) tab.send(`Message ${i}`).agentReplies(`Answer ${i}`).read();
const events: readonly TraceEvent[] = tab.events;

function secondsOf(run: () => void): number {
  const began = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

function judge(): void {
  const one = createJudge(catalogue);
  for (const event of events) one.push(event);
  const wrong = one.verdicts().filter((verdict) => verdict.status === 'violated');
  if (wrong.length > 0) throw new Error(`assert: a clean trace breaks ${wrong[0]?.rule.id}`);
}

let sink = 0;
const walk = () => {
  for (const event of events) sink += event.seq + (event.fields.traceId?.length ?? 0);
};

judge();
const rates = [1, 2, 3].map(() => events.length / secondsOf(judge)).sort((a, b) => a - b);
const baseline = events.length / secondsOf(walk);
const mb = process.memoryUsage().heapUsed / 2 ** 20;
console.log(`${events.length} events, ${catalogue.length} rules (${sink > 0 ? 'walked' : ''})`);
console.log(`judge     ${Math.round(rates[1] as number).toLocaleString('en')} events/s (median of 3)`);
console.log(
  `baseline  ${Math.round(baseline).toLocaleString('en')} events/s walked over; ratio ${((rates[1] as number) / baseline).toFixed(4)}`,
);
console.log(`heap      ${mb.toFixed(0)} MiB, trace included`);
