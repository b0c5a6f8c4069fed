import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { type TraceEvent, traceEvent } from '@hilo/shared/trace/events.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { describe, expect, it } from 'vitest';
import { heal } from '../core/simulation/converge.ts';
import { actAtRandom } from '../core/simulation/person.ts';
import { Tab } from '../core/simulation/tab.ts';
import { World } from '../core/simulation/world.ts';

const config: WidgetConfig = {
  widgetId: 'wgt_sim',
  companyId: 'sim',
  companyName: 'Sim',
  policy: 'single',
  accent: '#334455',
  onAccent: '#fff',
  greeting: 'Hello',
  prechat: [],
  survey: true,
  locale: 'auto',
  position: 'right',
  sound: true,
  debug: 'off',
};

function live(
  seed: number,
  widget: WidgetConfig = config,
  badness = 0,
): {
  events: TraceEvent[];
  verdicts: ReturnType<ReturnType<typeof createJudge>['verdicts']>;
} {
  const world = new World(seed, widget);
  world.badness = badness;
  const judge = createJudge(catalogue);
  const events: TraceEvent[] = [];
  world.judge = {
    ...judge,
    push(event) {
      events.push(event);
      return judge.push(event);
    },
  };
  for (let i = 0; i < 2; i++) new Tab(world);
  for (let i = 0; i < 60; i++) {
    actAtRandom(world, seed % 2 === 0);
    world.run(world.between(0, 3_000));
  }
  heal(world);
  return { events, verdicts: judge.verdicts() };
}

describe('a trace', () => {
  it('[R1.1][R1.2] is whole: numbered without a hole, in order, all ten fields on every event, as its schema says', () => {
    const { events } = live(2);
    expect(events.length).toBeGreaterThan(500);
    const last = new Map<string | null, TraceEvent>();
    for (const event of events) {
      expect(Object.keys(event.fields).sort()).toEqual(Object.keys(emptyTenFields).sort());
      expect(traceEvent.safeParse(event).error, `${event.kind} ${event.seq}`).toBeUndefined();
      const before = last.get(event.fields.traceId);
      expect(event.seq).toBe((before?.seq ?? 0) + 1);
      expect(event.t).toBeGreaterThanOrEqual(before?.t ?? 0);
      last.set(event.fields.traceId, event);
    }
  });

  it('[R1.3] of the real core keeps every promise, on a good wire and on the worst, and puts most to the test', () => {
    const asksFirst: WidgetConfig = { ...config, prechat: [{ name: 'name', required: true }] };
    const exercised = new Map<string, number>();
    for (const widget of [config, asksFirst, { ...config, policy: 'multiple' as const }]) {
      for (const badness of [0, 1]) {
        for (let seed = 1; seed <= 8; seed++) {
          for (const { rule, status, exercised: count, violations } of live(seed, widget, badness).verdicts) {
            exercised.set(rule.id, (exercised.get(rule.id) ?? 0) + count);
            const where = `seed ${seed}, ${widget.policy}, badness ${badness}: ${rule.id} is ${status}`;
            expect(violations, where).toEqual([]);
          }
        }
      }
    }
    const tried = [...exercised].filter(([, count]) => count > 0).length;
    expect(tried / catalogue.length).toBeGreaterThan(0.85);
  }, 120_000);
});
