import { expect, type Locator, type Page } from '@playwright/test';
import type { AgentApi } from './agent-api.ts';

/** An agent in front of the inbox. */
export class Inbox {
  readonly thread: Locator;
  readonly composer: Locator;

  private constructor(readonly page: Page) {
    this.thread = page.getByRole('region', { name: /^Messages with/ });
    this.composer = page.getByRole('textbox', { name: /^Reply to/ });
  }

  /** Signs in by hand, with e-mail and password. */
  static async signIn(page: Page, origin: string, email: string, password: string): Promise<Inbox> {
    await page.goto(`${origin}/inbox/`);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return new Inbox(page).shown();
  }

  /** Opens the inbox in a browser where this agent has signed in before. */
  static async resume(page: Page, origin: string, agent: AgentApi): Promise<Inbox> {
    await page.addInitScript(
      ([key, value]) => localStorage.setItem(key!, value!),
      ['hiloInboxSession', JSON.stringify(agent.session)],
    );
    await page.goto(`${origin}/inbox/`);
    return new Inbox(page).shown();
  }

  row(name: string): Locator {
    return this.page.getByRole('option').filter({ hasText: name });
  }

  async choose(list: 'Waiting' | 'Active' | 'Solved' | 'Mine' | 'All'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Lists' }).getByRole('button', { name: list }).click();
    await expect(this.page.getByRole('heading', { name: list, level: 1 })).toBeVisible();
  }

  /** Opens a visitor's conversation from the list of all; of several, the one with the latest activity. */
  async pick(name: string): Promise<void> {
    await this.choose('All');
    await this.row(name).first().click();
    await expect(this.page.getByRole('heading', { name, level: 2 })).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  async note(text: string): Promise<void> {
    await this.page.getByRole('radio', { name: 'Note' }).check({ force: true });
    await this.page.getByRole('textbox', { name: 'Private note' }).fill(text);
    await this.page.getByRole('button', { name: 'Add note' }).click();
    await expect(this.line(text)).toHaveCount(1);
  }

  async act(name: 'Take' | 'Solve' | 'Reopen'): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  line(text: string): Locator {
    return this.thread.getByRole('listitem').filter({ hasText: text });
  }

  private async shown(): Promise<this> {
    await expect(this.page.getByRole('navigation', { name: 'Lists' })).toBeVisible();
    return this;
  }
}
