import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import type { Page } from '@playwright/test';
import { type BrokenBuild, findSurprise } from '../faults/broken-build.ts';
import { brokenBuilds } from '../faults/catalogue.ts';
import { patchServer } from '../faults/patch-server.ts';
import { brokenIn, playBroken } from '../faults/play.ts';
import { startExtensionBrowser } from '../support/extension-browser.ts';
import { test as base, expect, type Site, sites } from '../support/fixtures.ts';
import { PanelView } from '../support/panel-view.ts';
import { createWorld, type World } from '../support/world.ts';

/** A page, and the panel in DevTools that watches it from before the first story to the last. */
interface Watched {
  page: Page;
  panel: PanelView;
}

const test = base.extend<object, { watched: Watched }>({
  watched: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { page, openPanel, close } = await startExtensionBrowser();
      const panel = new PanelView((await openPanel()).panel);
      await panel.choose('Promises');
      await use({ page, panel });
      await close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

// Twice the usual: a build and a story, and on a busy machine DevTools beside it is slow.
test.describe.configure({ mode: 'parallel', timeout: 120_000 });

for (const build of brokenBuilds) {
  test(`[R6.4][R1.3] a build that breaks ${build.rule} is found out live in DevTools: ${build.mistake}`, async ({
    watched,
    world,
  }) => {
    if (!build.server) return findOut(build, watched, world);
    test.setTimeout(180_000);
    const other = await createWorld(await patchServer(build.rule, build.server));
    await findOut(build, watched, other).finally(() => other.close());
  });
}

/** Plays a broken build while the panel watches; what the widget itself recorded says the same as the panel. */
async function findOut(build: BrokenBuild, { page, panel }: Watched, world: World): Promise<void> {
  await playBroken(build, { page, world }, async (_stage, blob) => {
    const traceIds = blob.loads.map(({ traceId }) => `${traceId}`);
    const broken = brokenIn(blob);
    expect(findSurprise(build, broken)).toBeUndefined();
    if (build.withServer) await fetchServerLines(panel, world, build.site);
    const shown = () => brokenInPanel(panel, traceIds);
    await expect.poll(shown, 'what the panel shows as broken').toEqual(expect.arrayContaining(broken));
    expect(findSurprise(build, await shown())).toBeUndefined();
    await followEvidence(panel, traceIds, build.rule);
    await panel.show('Promises');
    await panel.followNewest();
  });
}

async function brokenInPanel(panel: PanelView, traceIds: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const traceId of traceIds) {
    await panel.chooseLoad(traceId);
    for (const ruleId of await panel.broken()) found.add(ruleId);
  }
  return [...found].sort();
}

/** As a support engineer does: with an agent's sign-in. */
async function fetchServerLines(panel: PanelView, world: World, site: Site = 'norte'): Promise<void> {
  await panel.show('Timeline');
  await panel.view.locator('.event-row').first().click();
  const detail = panel.root.getByRole('complementary', { name: 'Detail' });
  await detail.getByText('Sign in as an agent to see it').click();
  await detail.getByLabel('Address of the Hilo server').fill(world.publicOrigin);
  await detail.getByLabel('E-mail').fill(sites[site].agents[0]);
  await detail.getByLabel('Password').fill(world.password);
  await detail.getByRole('button', { name: 'Sign in' }).click();
  await detail.getByRole('button', { name: 'Fetch the server’s lines' }).click();
  await expect(detail).toContainText(/\d+ lines of this load stand in the timeline/);
  await panel.show('Promises');
}

/** The proof is among the events: each piece has its words, and the last is shown where it happened. */
async function followEvidence(panel: PanelView, traceIds: readonly string[], ruleId: string): Promise<void> {
  const card = panel.brokenCard(ruleId);
  for (const traceId of traceIds) {
    await panel.chooseLoad(traceId);
    if ((await card.count()) > 0) break;
  }
  const evidence = card.getByRole('list', { name: 'Evidence' }).first().getByRole('listitem');
  await expect(evidence).not.toHaveCount(0);
  await expect(evidence.filter({ hasText: 'no longer in the panel’s memory' })).toHaveCount(0);
  await card.getByRole('button', { name: 'Show in the timeline' }).first().click();
  await expect(panel.root.getByRole('option', { selected: true })).toContainText('broken promise');
  const promise = catalogue.find(({ id }) => id === ruleId)?.promise ?? '';
  await expect(panel.root.getByRole('complementary', { name: 'Detail' })).toContainText(promise);
}
