import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { describe, expect, it } from 'vitest';
import { expectConverged, heal } from './simulation/converge.ts';
import { actAtRandom } from './simulation/person.ts';
import { Tab } from './simulation/tab.ts';
import { type Counts, World } from './simulation/world.ts';

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

function variantOf(seed: number): { widget: WidgetConfig; identities: boolean } {
  const prechat =
    seed % 3 === 0
      ? [{ name: 'name', required: true } as const, { name: 'email', required: true } as const]
      : [];
  return {
    widget: { ...config, policy: seed % 4 === 3 ? 'multiple' : 'single', prechat },
    identities: seed % 2 === 0,
  };
}

function simulate(seed: number): Counts {
  const { widget, identities } = variantOf(seed);
  const world = new World(seed, widget);
  const tabs = 2 + (seed % 2);
  for (let i = 0; i < tabs; i++) new Tab(world);
  for (let i = 0; i < 60; i++) {
    actAtRandom(world, identities);
    world.run(world.between(0, 3_000));
  }
  heal(world);
  expectConverged(world);
  return world.counts;
}

describe('tabs, a server and a bad wire', () => {
  it('[R2.A][R2.D][R2.E][R3.2][R3.3][R3.4][A9][B5][B12][C1][C4][C6][C7][C11] converge, whatever happens', () => {
    const total: Counts = {};
    for (let seed = 1; seed <= 320; seed++) {
      let counts: Counts;
      try {
        counts = simulate(seed);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
      for (const [what, count] of Object.entries(counts)) total[what] = (total[what] ?? 0) + count;
    }
    // A simulation in which nothing happens proves nothing.
    for (const [what, least] of Object.entries(happenedAtLeast)) {
      expect(total[what] ?? 0, what).toBeGreaterThan(least);
    }
  }, 300_000);
});

const happenedAtLeast: Counts = {
  'did start_clicked': 500,
  'did send_clicked': 1_000,
  'did new_chat_confirmed': 50,
  'did send_there_clicked': 10,
  'did prechat_submitted': 100,
  'did survey_submitted': 30,
  reload: 200,
  identify: 50,
  logout: 50,
  'offline for a while': 200,
  'lost request': 1_000,
  'lost answer': 500,
  'repeated request': 200,
  'lost event': 200,
  'repeated event': 200,
  'socket died silently': 100,
  'agent replied': 500,
  'agent solved': 200,
  'refused another_open': 20,
  'refused token_revoked': 20,
  steps: 2_000,
  jumps: 100,
};
