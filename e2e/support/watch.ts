import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';

/**
 * What no test may cause without saying so: an error on a page, an error in its console, a violation of a
 * Content-Security-Policy, a failure that the widget swallowed, an answer that blames the server.
 */
export class Watch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly pages = new Set<Page>();

  /** Follows every page of the context from here on. */
  follow(context: BrowserContext): void {
    context.on('page', (page) => this.followPage(page));
    for (const page of context.pages()) this.followPage(page);
  }

  /** A test that provokes something names it. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  /** Everything found so far that was not allowed; asks the widgets that are still there too. */
  async problems(): Promise<string[]> {
    for (const page of this.pages) this.found.push(...(await swallowed(page)));
    return this.found.filter((line) => !this.allowed.some((pattern) => pattern.test(line)));
  }

  private followPage(page: Page): void {
    if (this.pages.has(page)) return;
    this.pages.add(page);
    page.on('pageerror', (error) => this.found.push(`page error: ${error.message}`));
    page.on('console', (message) => this.readConsole(message));
    page.on('response', (response) => {
      if (response.status() >= 500) this.found.push(`answer: ${response.status()} ${response.url()}`);
    });
  }

  private readConsole(message: ConsoleMessage): void {
    const text = message.text();
    const isPolicy = /Content.Security.Policy/i.test(text);
    if (message.type() !== 'error' && !isPolicy) return;
    // Chromium's own words for a request that failed; what became of it is the widget's to show, and tested there.
    if (/^Failed to load resource: |^WebSocket connection to '[^']*' failed/.test(text)) return;
    // And for a cross-origin answer that never came.
    if (/has been blocked by CORS policy: Response to preflight request/.test(text) && /ERR_/.test(text))
      return;
    this.found.push(`console: ${text}`);
  }
}

/** Failures that the widget caught inside so that the page does not suffer from them. */
async function swallowed(page: Page): Promise<string[]> {
  if (page.isClosed()) return [];
  const failures = await page
    .evaluate(async () => {
      interface Shared {
        ready(): Promise<unknown>;
        recorder: { events(): { kind: string; message?: string }[] };
      }
      const symbol = Symbol.for('hilo.devtools');
      const here = (window as unknown as Record<symbol, Shared[] | undefined>)[symbol] ?? [];
      const never = new Promise((resolve) => setTimeout(resolve, 2_000));
      await Promise.race([Promise.all(here.map((shared) => shared.ready().catch(() => {}))), never]);
      return here
        .flatMap(({ recorder }) => recorder.events())
        .flatMap(({ kind, message }) => (kind === 'error' ? [message] : []));
    })
    .catch(() => []);
  return failures.map((failure) => `widget: ${failure}`);
}
