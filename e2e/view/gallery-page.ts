import { join, resolve } from 'node:path';
import type { Action, State } from '@hilo/widget/src/core/state.ts';
import type { fixtures } from '@hilo/widget/src/view/gallery/fixtures.ts';
import { test as base, expect, type Page } from '@playwright/test';
import { serveGallery } from '../support/serve-gallery.ts';

declare global {
  interface Window {
    gallery: { actions: Action[]; state: State; show: (state: State) => void; fixtures: typeof fixtures };
  }
}

const root = resolve(import.meta.dirname, '../../widget/src/view/gallery');

/** Serves the view's gallery: a strict CSP, no backend. */
export const test = base.extend<{ gallery: Gallery }, { galleryUrl: string }>({
  galleryUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const served = await serveGallery(join(root, 'index.html'), { root, configFile: false });
      await use(served.url);
      await served.close();
    },
    { scope: 'worker' },
  ],
  gallery: async ({ page, galleryUrl }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await use(new Gallery(page, galleryUrl));
    // A breach of the content security policy is such a complaint.
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** One page of the gallery, and what a test does with it. */
export class Gallery {
  readonly page: Page;
  private readonly url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  async open(fixture: string, theme: 'light' | 'dark' = 'light'): Promise<void> {
    await this.page.goto(`${this.url}?fixture=${fixture}&theme=${theme}`);
    await this.page.waitForFunction(() => window.gallery !== undefined);
  }

  /** Shows the current state with these changes, as an answer of the server would. */
  async change(more: Partial<State>): Promise<void> {
    await this.page.evaluate((rest) => window.gallery.show({ ...window.gallery.state, ...rest }), more);
  }

  /** One more message at the end of the thread on screen. */
  async receive(who: string | null, body: string): Promise<void> {
    await this.page.evaluate(
      ([name, text]) => {
        const { state, show } = window.gallery;
        const [id, known] = Object.entries(state.view.threads)[0]!;
        const row = known.messages.at(-1)!;
        const seq = row.seq + 1;
        const kind = name ? ('agent' as const) : ('visitor' as const);
        const ids = { messageId: `new-${seq}`, clientMessageId: `new-${seq}` };
        const message = { ...row, ...ids, seq, body: text, author: { kind, agentId: null, name } };
        const conversation = state.view.conversations[id]!;
        const lastMessage = { ...conversation.lastMessage!, seq, authorKind: kind, preview: text! };
        show({
          ...state,
          view: {
            ...state.view,
            conversations: { [id]: { ...conversation, lastSeq: seq, lastMessage } },
            threads: { [id]: { ...known, messages: [...known.messages, message] } },
          },
        });
      },
      [who, body] as const,
    );
  }

  actions(): Promise<Action[]> {
    return this.page.evaluate(() => window.gallery.actions);
  }

  /** What has the focus inside the widget, as its class or tag; null where nothing has. */
  focused(): Promise<string | null> {
    return this.page.evaluate(() => {
      const host = [...document.querySelectorAll('div')].find((node) => node.shadowRoot);
      const active = host?.shadowRoot?.activeElement;
      return active ? active.className || active.tagName.toLowerCase() : null;
    });
  }
}
