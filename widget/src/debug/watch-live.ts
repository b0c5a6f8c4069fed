import type { Violation } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { isDebugging } from '../core/debugging.ts';
import { createLiveJudge } from './judge.ts';
import type { DebugPorts } from './tools.ts';

/** How often promises with a deadline are looked at while nothing happens. */
const tickMs = 1_000;

/** The count stands at the way to debug info; without one, `content` has no value and there is no mark. */
const brokenCount = `nav button:last-child .mark::after{content:var(--broken);position:absolute;inset-block-start:-6px;
inset-inline-start:60%;min-width:16px;padding:0 4px;border-radius:8px;background:#c62828;color:#fff;font:600 11px/16px
system-ui,sans-serif;text-align:center}`;

/** Judges the load while it happens; a broken promise is told in the console, and counted at the way to debug info. */
export function watchLive({ recorder, root, model }: DebugPorts): void {
  const judge = createLiveJudge();
  const promises = new Map(judge.verdicts().map(({ rule }) => [rule.id, rule.promise]));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(brokenCount);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let broken = 0;
  let last: { event: TraceEvent; atMs: number } | undefined;
  const tell = ({ ruleId, detail, evidence }: Violation) => {
    broken += 1;
    (root.host as HTMLElement).style.setProperty('--broken', `"${broken}"`);
    // biome-ignore lint/suspicious/noConsole: what the console is for, and only where it was asked for
    console.warn(`hilo: broken promise ${ruleId}: “${promises.get(ruleId)}” ${detail}`, evidence);
  };
  const take = (event: TraceEvent) => {
    if (!isDebugging(model())) return;
    last = { event, atMs: performance.now() };
    for (const violation of judge.push(event)) tell(violation);
  };
  for (const event of recorder.events()) take(event);
  recorder.subscribe(take);
  setInterval(() => {
    if (!last || !root.host.isConnected) return;
    const t = last.event.t + performance.now() - last.atMs;
    for (const violation of judge.tick(last.event.fields.traceId, t)) tell(violation);
  }, tickMs);
}
