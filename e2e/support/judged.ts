import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import { eventId, type Verdict } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { BrowserContext, Page } from '@playwright/test';

const binding = 'tellTheJudge';
/** Of one event in a report. */
const evidenceCharsMax = 600;
/** Of each page, told where a test failed. */
const lastEventsMax = 60;

/**
 * Holds every widget that runs in a test to the whole catalogue of promises, from the trace that it records itself.
 * Events are heard as they happen, so those of a load that ended by a reload are judged as well.
 */
export class Judged {
  private readonly judge = createJudge(catalogue);
  private readonly events: TraceEvent[] = [];
  private readonly byPage = new Map<Page, TraceEvent[]>();
  private readonly provoked = new Map<string, string>();
  private readonly contexts: BrowserContext[] = [];

  /** Hears every page of the context that is loaded from here on. */
  async follow(context: BrowserContext): Promise<void> {
    await context.exposeBinding(binding, ({ page }, text: string) => this.hear(page, JSON.parse(text)));
    await context.addInitScript(tell, binding);
    this.contexts.push(context);
  }

  /** A test that breaks a promise on purpose names the rule, and how it does it. */
  provokes(ruleId: string, how: string): void {
    if (!catalogue.some(({ id }) => id === ruleId)) throw new Error(`there is no rule "${ruleId}"`);
    this.provoked.set(ruleId, how);
  }

  /** What was broken and not announced: the rule, its promise, and the events that prove it. Empty where all holds. */
  async problems(): Promise<string[]> {
    await this.settle();
    return this.judge
      .verdicts()
      .filter(({ status, rule }) => status === 'violated' && !this.provoked.has(rule.id))
      .map((verdict) => this.describe(verdict));
  }

  /** Where each page stood, in the order in which they were first heard: its last events, one a line. */
  async lastEvents(): Promise<string> {
    await this.settle();
    const pages = [...this.byPage].map(([page, events], index) => {
      const last = events.slice(-lastEventsMax).map(describeEvent);
      return [`Page ${index + 1}: ${page.url()}`, ...last].join('\n  ');
    });
    return pages.join('\n\n');
  }

  /** What a page told before is here once it answers. A page that cannot answer is closed, or frozen. */
  private async settle(): Promise<void> {
    const pages = this.contexts.flatMap((context) => context.pages());
    const never = new Promise((resolve) => setTimeout(resolve, 2_000));
    await Promise.race([never, Promise.allSettled(pages.map((page) => page.evaluate('0')))]);
  }

  private hear(page: Page, events: readonly TraceEvent[]): void {
    const ofPage = this.byPage.get(page) ?? [];
    this.byPage.set(page, ofPage);
    for (const event of events) {
      this.events.push(event);
      ofPage.push(event);
      this.judge.push(event);
    }
  }

  private describe({ rule, violations }: Verdict): string {
    const [first] = violations;
    const evidence = this.events.filter((event) => first?.evidence.includes(eventId(event)));
    return [
      `${rule.id} (${rule.requirement}), ${violations.length} times: ${rule.promise}`,
      first?.detail,
      ...evidence.map(describeEvent),
    ].join('\n  ');
  }
}

function describeEvent(event: TraceEvent): string {
  return `${eventId(event)} ${JSON.stringify(event).slice(0, evidenceCharsMax)}`;
}

/** Runs in every page before its own scripts: passes on what each widget on it records. */
function tell(name: string): void {
  interface Widget {
    recorder: { events(): object[]; subscribe(listener: (event: object) => void): () => void };
  }
  const page = globalThis as unknown as Record<string, (text: string) => unknown> &
    Record<symbol, Widget[] | undefined>;
  const send = (events: object[]) => page[name]?.(JSON.stringify(events));
  const symbol = Symbol.for('hilo.devtools');
  page[symbol] ??= [];
  const list = page[symbol];
  list.push = (...widgets) => {
    for (const { recorder } of widgets) {
      send(recorder.events());
      recorder.subscribe((event) => send([event]));
    }
    return Array.prototype.push.call(list, ...widgets);
  };
}
