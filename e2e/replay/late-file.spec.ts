import { expect } from '@playwright/test';
import { holdFile, type Scene, startChat, test, write } from './fixture.ts';

test('[R1.4] what a load hears while it waits for its second file comes after what that was waited for, as in a replay', async ({
  scene,
}) => {
  const { takeWaiting, go } = await comeWithoutFile(scene);
  await takeWaiting();
  expect((await go()).slice(0, 3)).toEqual(['boot', 'thread_end_visible', 'heard']);
});

test('[R1.4] of all that a load heard while it waited, each is on screen before what comes next, as in a replay', async ({
  scene,
}) => {
  const { takeWaiting, go } = await comeWithoutFile(scene);
  await scene.page.evaluate(() => {
    const { Hilo } = window as unknown as { Hilo(name: string): Promise<unknown> };
    void Hilo('hide');
  });
  await takeWaiting();
  expect((await go()).slice(0, 5)).toEqual([
    'boot',
    'thread_end_visible',
    'hide',
    'thread_end_visible',
    'heard',
  ]);
});

test('[R1.4] what a person writes on a screen that waits to be left is written there in a replay as well', async ({
  scene: { page, company, come, copySame },
}) => {
  await come();
  await startChat(page);
  const letThrough = holdFile(company, 'hilo-more');
  const asked = page.waitForRequest(/hilo-more/);
  const coming = come();
  await asked;
  await page.locator('#hilo .composer textarea').waitFor();
  await page.evaluate(() => {
    const { shadowRoot: root } = document.getElementById('hilo')!;
    root!.querySelector<HTMLElement>('.back')!.click();
    const field = root!.querySelector('textarea')!;
    field.value = 'one more thing';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  letThrough(true);
  await coming;
  await expect(page.locator('#hilo .composer')).toHaveCount(0);
  const { loads } = await copySame();
  const acts = loads
    .at(-1)!
    .events.flatMap((one) => (one.kind === 'action' ? [(one.action as { type: string }).type] : []));
  expect(acts.slice(acts.indexOf('back_clicked'))).toEqual([
    'back_clicked',
    'thread_end_visible',
    'draft_changed',
  ]);
});

test('[R1.4] what a load hears while it cannot have its second file comes after its boot: what another tab took is not sent', async ({
  scene,
}) => {
  const { takeWaiting, go } = await comeWithoutFile(scene, true);
  const sent: string[] = [];
  scene.page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  await takeWaiting();
  expect((await go()).slice(0, 3)).toEqual(['boot', 'thread_end_visible', 'heard']);
  expect(sent.filter((one) => one.startsWith('POST'))).toEqual([]);
});

test('[R1.4] an answer that waits for the second file is told as the answer to its request', async ({
  scene: { page, come, copySame },
}) => {
  await page.route(/hilo-more/, (route) => route.abort(), { times: 1 });
  const refused = { title: 'too many', status: 429, code: 'rate_limited', detail: 'a test', traceId: null };
  const headers = { 'retry-after': '1', 'access-control-expose-headers': 'retry-after' };
  await page.route(/bootstrap/, (route) => route.fulfill({ status: 429, headers, json: refused }), {
    times: 1,
  });
  await come();
  await expect(page.locator('#hilo .launcher')).toBeVisible();
  const { loads } = await copySame();
  const answers = loads
    .at(-1)!
    .events.flatMap((one) => (one.kind === 'response' ? [[one.requestId, one.status]] : []));
  expect(answers[0]).toEqual([1, 429]);
});

test('[R1.4] a load that is left before its screen is drawn is the same in a replay, which draws at once', async ({
  scene: { page, company, come, copySame },
}) => {
  await come();
  await startChat(page, 'is it red and/or green?');
  await page.locator('#hilo header .close').click();
  const letThrough = holdFile(company, 'hilo-more');
  await come();
  await page.locator('#hilo .launcher').click();
  await page.goto('about:blank');
  letThrough(true);
  await come();
  const { loads } = await copySame();
  const left = loads.at(-2)!.events.filter(({ kind }) => kind === 'action');
  expect(left.at(-1)).toMatchObject({ action: { type: 'launcher_clicked' } });
});

/**
 * Comes back with a message that waits, which is for the second file, and the thread on screen. `fails`: a first try to
 * fetch that file does, and the second one is under way.
 */
async function comeWithoutFile({ page, company, come, copySame }: Scene, fails = false) {
  await come();
  await startChat(page);
  const keysOf = (part: string) =>
    page.evaluate((name) => Object.keys(localStorage).filter((key) => key.startsWith(name)), part);
  await expect.poll(() => keysOf('chatOutbox')).toEqual([]);
  await expect.poll(() => keysOf('chatCache')).toHaveLength(1);
  const { answer } = company;
  company.answer = () => new Promise(() => {});
  await write(page, 'and this one waits');
  await expect.poll(() => keysOf('chatOutbox')).toHaveLength(1);
  const [waiting] = await keysOf('chatOutbox');
  company.answer = answer;

  const other = await page.context().newPage();
  await other.goto(page.url());
  const letThrough = holdFile(company, 'hilo-more');
  if (fails) await page.route(/hilo-more/, (route) => route.abort(), { times: 1 });
  const asked = page.waitForRequest(fails ? /hilo-more.+\?/ : /hilo-more/);
  const coming = come();
  await asked;
  return {
    /** Another tab takes what waits; resolves when this one has heard it. */
    async takeWaiting(): Promise<void> {
      // It listens before the other one writes: calls to two tabs have no order between them.
      const hearing = await page.evaluateHandle(() => ({
        heard: new Promise((heard) => {
          addEventListener('storage', ({ key }) => heard(key), { once: true });
          setTimeout(heard, 10_000, 'nothing');
        }),
      }));
      await other.evaluate((key) => localStorage.removeItem(key), waiting as string);
      expect(await hearing.evaluate(({ heard }) => heard)).toBe(waiting);
    },
    /** Lets the file through; resolves with what happened, in its order, as the replay had it too. */
    async go(): Promise<string[]> {
      letThrough(true);
      await coming;
      const { loads } = await copySame();
      return loads.at(-1)!.events.flatMap((one) => {
        if (one.kind === 'storage' && one.cause === 'other_tab') return ['heard'];
        if (one.kind === 'api') return [one.method];
        return one.kind === 'action' ? [(one.action as { type: string }).type] : [];
      });
    },
  };
}
