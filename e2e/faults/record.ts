import { type Browser, expect, type Page, test } from '@playwright/test';
import { createWorld, type World } from '../support/world.ts';
import { type BrokenBuild, findSurprise } from './broken-build.ts';
import { brokenBuilds } from './catalogue.ts';
import { type CleanStory, cleanStories } from './clean.ts';
import { blobOf, writeFixture } from './fixture.ts';
import { patchServer } from './patch-server.ts';
import { brokenIn, playBroken } from './play.ts';
import { openStage } from './stage.ts';

/**
 * `npm run faults:record`, of some only with HILO_FAULTS=rule,rule: plays every broken build against the real product,
 * and keeps what its widget recorded where the rule fires and no other does. Resolves with how many did not.
 */
async function record(browser: Browser, wanted: readonly string[]): Promise<number> {
  const builds = brokenBuilds.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule));
  const stories = cleanStories.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  let failed = 0;
  const play = async (world: World, build: BrokenBuild) => {
    if (!(await recordOne(browser, world, build))) failed += 1;
  };
  const sound = builds.filter(({ server }) => !server);
  if (sound.length + stories.length > 0) {
    await inWorld(undefined, async (world) => {
      for (const story of stories) {
        if (!(await onPage(browser, (page) => recordClean(page, world, story)))) failed += 1;
      }
      for (const build of sound) await play(world, build);
    });
  }
  for (const build of builds) {
    if (!build.server) continue;
    const root = await patchServer(build.rule, build.server);
    await inWorld(root, (world) => play(world, build));
  }
  process.stdout.write(`${builds.length + stories.length - failed} recorded, ${failed} not\n`);
  return failed;
}

async function inWorld(root: string | undefined, work: (world: World) => Promise<void>): Promise<void> {
  const world = await createWorld(root);
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

/** In a browser that nobody has used. */
async function onPage<Result>(browser: Browser, work: (page: Page) => Promise<Result>): Promise<Result> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1024, height: 768 } });
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

async function recordOne(browser: Browser, world: World, build: BrokenBuild): Promise<boolean> {
  const { rule } = build;
  try {
    const blob = await onPage(browser, (page) => playBroken(build, { page, world }));
    const surprise = findSurprise(build, brokenIn(blob));
    if (!surprise) {
      const bytes = await writeFixture(`broken/${rule}`, blob);
      process.stdout.write(`✓ ${rule} ${Math.round(bytes / 1024)} kB\n`);
      return true;
    }
    process.stdout.write(`✗ ${rule}: ${surprise}\n`);
  } catch (error) {
    process.stdout.write(`✗ ${rule}: ${String(error).split('\n').slice(0, 6).join(' | ')}\n`);
  }
  return false;
}

async function recordClean(page: Page, world: World, story: CleanStory): Promise<boolean> {
  const { name, site } = story;
  const stage = await openStage({ page, world, site });
  try {
    const tabs = { ...(await story.play(stage)), [name]: await stage.recorded() };
    for (const [tab, loads] of Object.entries(tabs)) {
      const blob = blobOf(loads);
      const wrong = blob.verdicts.filter(({ status }) => status === 'violated' || status === 'inconclusive');
      for (const verdict of wrong) {
        const [violation] = verdict.violations;
        process.stdout.write(`✗ ${tab}: ${verdict.ruleId} ${verdict.status}; ${violation?.detail}\n`);
      }
      if (wrong.length > 0) return false;
      const bytes = await writeFixture(`clean/${tab}`, blob);
      process.stdout.write(`✓ ${tab} ${Math.round(bytes / 1024)} kB\n`);
    }
    return true;
  } catch (error) {
    process.stdout.write(`✗ ${name}: ${String(error).split('\n').slice(0, 6).join(' | ')}\n`);
    return false;
  } finally {
    await stage.close();
    world.cable.restore();
  }
}

test('broken builds and clean stories', async ({ browser }) => {
  const wanted = (process.env.HILO_FAULTS ?? '').split(',').filter((name) => name !== '');
  expect(await record(browser, wanted), 'stories that did not go as expected').toBe(0);
});
