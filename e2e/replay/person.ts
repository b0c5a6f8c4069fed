import { controlTypes, findControl } from '@hilo/shared/reconstruct/replay/controls.ts';
import type { Page } from '@playwright/test';
import type { Chance } from './chance.ts';

interface Choice {
  type: string;
  selector: string;
  /** 0 to 1: how much a person likes to do it where it can be done. */
  weight: number;
  times?: number;
}

/** What a person is drawn to. Typing and sending come together. */
const weights: Readonly<Record<string, number>> = {
  launcher_clicked: 0.15,
  closed: 0.04,
  tab_chosen: 0.1,
  start_clicked: 1,
  new_chat_clicked: 0.3,
  new_chat_confirmed: 1,
  notice_dismissed: 0.4,
  back_clicked: 0.12,
  earlier_wanted: 0.5,
  more_conversations_wanted: 0.5,
  send_clicked: 1,
  prechat_submitted: 1,
  survey_rated: 1,
  survey_submitted: 0.8,
  survey_dismissed: 0.3,
  sound_toggled: 0.04,
  retry_connection_clicked: 0.4,
};

const words =
  'where is my order from last Tuesday please héllo ¿qué? 你好 👍🏽 https://a.test/x?y=1 <b>bold</b>'.split(
    ' ',
  );

/** One thing that a person does on the page with the widget, on what is on the screen. */
export async function actOnce(page: Page, chance: Chance): Promise<string> {
  const choices = await offered(page, 1 + Math.floor(chance.between(0, 5)));
  const chosen = choose(choices, chance);
  if (!chosen) return 'nothing';
  const { type, selector, times = 1 } = chosen;
  if (type === 'scroll') return scroll(page, chance);
  if (type === 'link') return follow(page, selector);
  if (chance.is(0.03)) return press(page, 'Escape');
  if (type === 'send_clicked') return write(page, chance);
  if (type === 'prechat_submitted') await fillPrechat(page, chance);
  if (type === 'survey_submitted' && chance.is(0.5)) await fill(page, '.survey textarea', 'very kind');
  const impatient = type === 'start_clicked' && chance.is(0.3) ? 3 : times;
  for (let i = 0; i < impatient; i++) await click(page, selector);
  return type;
}

async function write(page: Page, chance: Chance): Promise<string> {
  const text = Array.from({ length: 1 + Math.floor(chance.between(0, 6)) }, () => chance.pick(words)).join(
    ' ',
  );
  await fill(page, '.composer textarea', chance.is(0.1) ? `  ${text}  ` : text);
  if (chance.is(0.15)) return 'draft';
  if (chance.is(0.5))
    await page
      .locator('#hilo .composer textarea')
      .press('Enter', { timeout: 1_000 })
      .catch(() => undefined);
  else await click(page, '.composer .send');
  return 'send_clicked';
}

/** Through the thread: to its start, its end, or somewhere. */
async function scroll(page: Page, chance: Chance): Promise<string> {
  const share = chance.pick([0, 0.5, 1])!;
  await page.evaluate((part) => {
    const box = document.getElementById('hilo')?.shadowRoot?.querySelector('.scroll');
    box?.scrollTo(0, -part * box.scrollHeight);
  }, share);
  return 'scroll';
}

/** A link in a message leads to a page of its own, which is nothing to this one, and gone before anything else is done. */
async function follow(page: Page, selector: string): Promise<string> {
  const opened = page.waitForEvent('popup', { timeout: 700 }).catch(() => null);
  await click(page, selector);
  await (await opened)?.close();
  return 'link';
}

async function press(page: Page, key: string): Promise<string> {
  await page.keyboard.press(key);
  return key;
}

async function fillPrechat(page: Page, chance: Chance): Promise<void> {
  const values = {
    name: 'Ana Ruiz',
    email: chance.is(0.3) ? 'nonsense' : 'ana@example.com',
    phone: '+34600123456',
  };
  for (const [field, value] of Object.entries(values)) await fill(page, `[data-key="${field}"] input`, value);
}

async function click(page: Page, selector: string): Promise<void> {
  // Gone by now: somebody else was faster.
  await page
    .locator(`#hilo ${selector}`)
    .first()
    .click({ timeout: 700, noWaitAfter: true })
    .catch(() => undefined);
}

async function fill(page: Page, selector: string, text: string): Promise<void> {
  const field = page.locator(`#hilo ${selector}`);
  if ((await field.count()) > 0)
    await field
      .first()
      .fill(text, { timeout: 700 })
      .catch(() => undefined);
}

/** The controls that are on the screen and can be reached. */
async function offered(page: Page, rating: number): Promise<Choice[]> {
  const all = controlTypes.flatMap((type) => {
    const weight = weights[type];
    const control =
      weight === undefined ? undefined : findControl({ type, rating, tab: 'messages' } as never);
    return control?.how === 'click'
      ? control.selectors.map((selector) => ({ type, selector, weight: weight! }))
      : [];
  });
  const rows = ['.row', '.word:nth-child(1)', '.word:nth-child(2)'];
  const further: Choice[] = rows.map((selector) => ({ type: 'keyed', selector, weight: 0.4 }));
  further.push({ type: 'link', selector: '.bubble a', weight: 0.15 });
  further.push({ type: 'scroll', selector: '.scroll', weight: 0.25 });
  return page.evaluate(
    (choices) => {
      const root = document.getElementById('hilo')?.shadowRoot;
      return choices.filter(({ selector }) => {
        const found = root?.querySelector(selector);
        return found !== null && found !== undefined && found.closest('[inert]') === null;
      });
    },
    [...all, ...further],
  );
}

function choose(choices: readonly Choice[], chance: Chance): Choice | undefined {
  const isClosed = choices.every(({ type }) => type === 'launcher_clicked');
  if (isClosed) return choices[0];
  let left = chance.next() * choices.reduce((sum, { weight }) => sum + weight, 0);
  return choices.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}
