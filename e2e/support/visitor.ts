import type { WidgetStateName } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { expect, type Locator, type Page } from '@playwright/test';
import first from '../../widget/src/view/strings/en.json' with { type: 'json' };
import more from '../../widget/src/view/strings/more/en.json' with { type: 'json' };

export const words = { ...first, ...more };

/** What `Hilo('debug', 'state')` answers with, as far as tests look at it. */
export interface DebugInfo {
  fields: TenFields;
  contactId: string | null;
  verified: boolean;
  unread: number;
  state: WidgetStateName;
  /** What went wrong inside and was kept from the page. */
  failures: string[];
}

/** A person on a customer's page who uses the widget by what they see and hear: roles, names, words. */
export class Visitor {
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly thread: Locator;
  readonly messageBox: Locator;
  readonly startButton: Locator;

  constructor(
    readonly page: Page,
    readonly widgetId: string,
    /** Told apart from everybody else's, so that agents find them. */
    readonly name: string,
  ) {
    this.launcher = page.getByRole('button', { name: /^Open chat/ });
    this.panel = page.getByRole('dialog');
    this.thread = this.panel.getByRole('region');
    this.messageBox = this.panel.getByRole('textbox', { name: words.write, exact: true });
    this.startButton = this.panel.getByRole('button', { name: words.startTitle });
  }

  get email(): string {
    return `${this.name.toLowerCase().replace(/\W+/g, '.')}@example.com`;
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await expect(this.panel).toBeVisible();
  }

  /** Opens the widget unless it came back open, as the person left it. */
  async show(): Promise<void> {
    await this.launcher.or(this.panel).first().waitFor();
    if (!(await this.panel.isVisible())) await this.open();
  }

  async close(): Promise<void> {
    // A passing notice below the head has one too.
    await this.button(words.close).first().click();
    await expect(this.panel).toBeHidden();
  }

  /** Opens the widget, if need be, and the conversation that is open, wherever the person left off. */
  async openConversation(): Promise<void> {
    await this.show();
    const card = this.button(new RegExp(words.continueTitle));
    await expect(card.or(this.messageBox)).toBeVisible();
    if (await card.isVisible()) await card.click();
    await expect(this.messageBox).toBeVisible();
  }

  /** From the home screen to the composer, with the form in between where the company asks. */
  async start(): Promise<void> {
    await this.startButton.click();
    const form = this.panel.getByRole('button', { name: words.startChat });
    await expect(form.or(this.messageBox)).toBeVisible();
    if (await form.isVisible()) await this.fillPrechat();
    await expect(this.messageBox).toBeVisible();
  }

  async fillPrechat(): Promise<void> {
    await this.panel.getByRole('textbox', { name: words.name }).fill(this.name);
    await this.panel.getByRole('textbox', { name: words.email }).fill(this.email);
    await this.button(words.startChat).click();
  }

  /** Opens the widget, starts a chat and says something; resolves once the server has it. */
  async chat(text: string): Promise<void> {
    await this.open();
    await this.start();
    await this.send(text);
    await this.expectSent(text);
  }

  /** As the page's own "new chat" button; resolves once the new conversation is on screen. */
  async newChat(): Promise<void> {
    const { fields } = await this.debug();
    await this.call('newChat');
    await expect
      .poll(async () => (await this.debug()).fields)
      .toMatchObject({
        conversationId: expect.not.stringMatching(`^${fields.conversationId}$`),
        lastMessageId: null,
      });
  }

  /** Writes and sends; whether it arrives is another matter. */
  async send(text: string): Promise<void> {
    await this.messageBox.fill(text);
    await this.messageBox.press('Enter');
    await expect(this.messageBox).toHaveValue('');
  }

  /** The server has it, and perhaps an agent has read it. */
  async expectSent(text: string): Promise<void> {
    await expect(this.bubble(text)).toContainText(new RegExp(`${words.sent}|${words.seen}`));
  }

  bubble(text: string): Locator {
    return this.thread.getByRole('listitem').filter({ hasText: text });
  }

  /** The texts of all bubbles on screen, top to bottom. */
  said(): Promise<string[]> {
    return this.thread.getByRole('listitem').getByRole('paragraph').allInnerTexts();
  }

  async expectSaid(...texts: string[]): Promise<void> {
    await expect.poll(() => this.said()).toEqual(texts);
  }

  /** How many unread the launcher announces. */
  async unread(): Promise<number> {
    const words = (await this.launcher.getAttribute('aria-label')) ?? (await this.launcher.innerText());
    return Number(/\d+/.exec(words)?.[0] ?? 0);
  }

  async expectUnread(count: number): Promise<void> {
    await expect.poll(() => this.unread()).toBe(count);
  }

  /** The same with the panel open, where the launcher shows no badge. */
  async expectUnreadTotal(count: number): Promise<void> {
    await expect.poll(async () => (await this.debug()).unread).toBe(count);
  }

  debug(): Promise<DebugInfo> {
    return this.call('debug', 'state') as Promise<DebugInfo>;
  }

  /** The contact that the widget takes this person for; fails where there is none. */
  async contactId(): Promise<string> {
    const { contactId } = await this.debug();
    expect(contactId, 'there is a contact').not.toBeNull();
    return contactId!;
  }

  /** The conversation in focus; fails where there is none. */
  async conversationId(): Promise<string> {
    const { fields } = await this.debug();
    expect(fields.conversationId, 'a conversation is in focus').not.toBeNull();
    return fields.conversationId!;
  }

  /** `Hilo(…)`, as the page would call it. Rejects with its message where it does not work. */
  call(...args: unknown[]): Promise<unknown> {
    return this.page.evaluate((given) => (window as unknown as Global).Hilo(...given), args);
  }

  /** The widget's key of that name in localStorage; null where there is none. */
  stored(
    name: 'chatDevice' | 'chatCache' | 'chatVisitorProfile' | 'chatSurveyState',
  ): Promise<string | null> {
    return this.page.evaluate((key) => localStorage.getItem(key), `${name}-${this.widgetId}`);
  }

  store(name: string, value: string): Promise<void> {
    return this.page.evaluate(
      ([key, text]) => localStorage.setItem(key!, text!),
      [`${name}-${this.widgetId}`, value],
    );
  }

  /** Names of all keys the widget has in localStorage. */
  async storedNames(): Promise<string[]> {
    const names = await this.page.evaluate(() => Object.keys(localStorage));
    return names.filter((name) => name.startsWith('chat')).sort();
  }
}

interface Global {
  Hilo(...args: unknown[]): Promise<unknown>;
}
