import { limits } from '@hilo/shared/limits.ts';
import { expect } from '@playwright/test';
import { startChat, test, write } from './fixture.ts';
import type { ScriptedCompany } from './scripted-company.ts';

/** The agent of the only conversation there is writes so many lines. */
function reply(company: ScriptedCompany, count: number): void {
  company.agent((store) => {
    const [{ contactId, row } = never()] = store.conversations.values();
    for (let n = 0; n < count; n++) store.append(row, 'agent', store.uuid(), `Line ${n} of a long story`);
    store.change(row, { status: 'active' });
    store.commit(store.contacts.get(contactId) ?? never(), [], false);
  });
}

function never(): never {
  throw new Error('nobody has begun a chat');
}

test('[R1.4] a list that keeps its place while the person reads further up moves nobody in a replay', async ({
  scene: { page, company, come, copySame },
}) => {
  await come();
  await startChat(page, 'tell me');
  reply(company, limits.messagesPageMax / 2);
  const lines = page.locator('#hilo .inner').getByText('of a long story');
  await expect(lines).toHaveCount(limits.messagesPageMax / 2);
  const scrollTo = (px: number) =>
    page.locator('#hilo .scroll').evaluate((box, top) => box.scrollTo(0, top), px);
  await scrollTo(-300);
  const toEnd = page.locator('#hilo .latest');
  await expect(toEnd).toBeVisible();
  await page.locator('#hilo .scroll').evaluate((box) => {
    const back = new MutationObserver(() => {
      back.disconnect();
      box.scrollTo(0, 0);
    });
    back.observe(box, { childList: true, subtree: true });
  });
  reply(company, 1);
  await expect(lines).toHaveCount(limits.messagesPageMax / 2 + 1);
  await expect(toEnd).toBeHidden();
  // A replay takes long enough for this that a list which was moved there says so.
  for (const text of ['and then?', 'and then, again?', 'and in the end?']) await write(page, text);
  const { loads } = await copySame();
  const ends = loads.at(-1)!.events.flatMap((one) => {
    const action = (one.kind === 'action' ? one.action : {}) as { type?: string; visible?: boolean };
    return action.type === 'thread_end_visible' ? [action.visible] : [];
  });
  expect(ends).toEqual([true, false, true]);
});
