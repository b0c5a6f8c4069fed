import type { Download, Frame, Locator, Page } from '@playwright/test';

/** The panel as somebody uses it, in DevTools or in a tab of its own. */
export class PanelView {
  readonly view: Locator;
  readonly root: Frame | Page;

  constructor(root: Frame | Page) {
    this.root = root;
    this.view = root.locator('#view');
  }

  /** Chooses a view by the name on its tab; it is there as soon as there is a load. */
  async choose(title: string): Promise<void> {
    await this.root.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: title }).click();
  }

  /** Chooses a view, and resolves once it is there. */
  async show(title: string): Promise<void> {
    await this.choose(title);
    await this.root.getByRole('region', { name: title, exact: true }).waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.view.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Chooses a load by its traceId. */
  async chooseLoad(traceId: string): Promise<void> {
    await this.root.locator(`.load-row[title="${traceId}"]`).click();
  }

  /** Shows the newest load again, whatever was chosen. */
  async followNewest(): Promise<void> {
    await this.root.getByRole('checkbox', { name: 'newest' }).check();
  }

  /** Ids of the promises that Promises shows as broken in the load that is chosen. */
  broken(): Promise<string[]> {
    return this.brokenCards().locator('dd.mono').allTextContents();
  }

  /** What Promises says of a promise that is broken in the load that is chosen. */
  brokenCard(ruleId: string): Locator {
    return this.brokenCards().filter({ has: this.root.getByText(ruleId, { exact: true }) });
  }

  private brokenCards(): Locator {
    return this.view.getByRole('region', { name: 'Broken', exact: true }).locator('.iv-card');
  }

  /** Gives files to the panel, as chosen in its dialog. */
  async read(...files: (string | { name: string; text: string })[]): Promise<void> {
    const given = files.map((file) =>
      typeof file === 'string'
        ? file
        : { name: file.name, mimeType: 'application/json', buffer: Buffer.from(file.text) },
    );
    await this.root
      .getByTestId('choose-file')
      .first()
      .setInputFiles(given as string[]);
  }

  /** Saves the chosen load in a format, in a panel that stands in a tab of its own. */
  async save(format: string): Promise<Download> {
    const coming = (this.root as Page).waitForEvent('download');
    await this.button(`Save ${format}`).click();
    return coming;
  }

  /** How the load stands in the views that show facts: what an export has to keep. */
  async standing(): Promise<Record<'path' | 'promises' | 'keys' | 'compared', string[]>> {
    return {
      path: await this.textsOf('State', '.sm-move'),
      promises: await this.textsOf('Promises', '.iv-card'),
      keys: (await this.textsOf('Storage', '.st-key')).filter((text) => !text.includes('not there')),
      compared: await this.textsOf('Compare', '.cp-table tr'),
    };
  }

  private async textsOf(title: string, selector: string): Promise<string[]> {
    await this.show(title);
    const found = this.view.locator(selector);
    await found.first().waitFor();
    return found.allInnerTexts();
  }
}
