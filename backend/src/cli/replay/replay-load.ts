import { createCopier } from '@hilo/shared/reconstruct/replay/compare.ts';
import type { LoadScript } from '@hilo/shared/reconstruct/replay/plan.ts';
import { type Comparison, judgeReplay } from '@hilo/shared/reconstruct/replay/verdict.ts';
import type { Browser, Page } from '@playwright/test';
import type { ReplayOutcome, ReplayRequest } from '../../../replay-page/src/outcome.ts';
import { openPage } from './open-page.ts';
import { bundlePageScript } from './page-script.ts';
import type { WidgetFiles } from './widget-files.ts';

const apiOrigin = 'https://hilo-replay.invalid';
const replayMsMax = 60_000;

/** Drives one load in a fresh page, which reaches nothing but the widget's own files. `notes`: what the page lacked. */
export async function replayLoad(
  browser: Browser,
  files: WidgetFiles,
  script: LoadScript,
): Promise<{ comparison: Comparison; notes: string[] }> {
  const { context, page, notes } = await openPage(browser, script.environment);
  context.setDefaultTimeout(replayMsMax);
  try {
    await serve(page, files);
    await page.goto(addressOf(script));
    await page.addScriptTag({ content: await bundlePageScript() });
    const outcome = await withinTime(run(page, requestOf(script, files)));
    const copier = createCopier(script);
    return { comparison: judgeReplay(script, outcome, copier), notes };
  } finally {
    await context.close();
  }
}

/** Every request of the page ends here: an empty page, the widget's files, and nothing else. */
async function serve(page: Page, files: WidgetFiles): Promise<void> {
  await page.route('**/*', async (route) => {
    const request = route.request();
    const name = new URL(request.url()).pathname.split('/').at(-1) ?? '';
    const body = files.scripts.get(name);
    const headers = { 'access-control-allow-origin': '*' };
    if (request.isNavigationRequest()) {
      await route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><html><title></title><body></body>',
      });
    } else if (body !== undefined) await route.fulfill({ contentType: 'text/javascript', headers, body });
    else await route.abort();
  });
}

/** Not the address of the recording: a page of a replay is nobody's page. */
function addressOf(_script: LoadScript): string {
  return `${apiOrigin}/page`;
}

function requestOf(script: LoadScript, files: WidgetFiles): ReplayRequest {
  const { events, storage, end } = script;
  return {
    events,
    storage,
    endWallMs: end?.madeAtMs ?? null,
    files: Object.fromEntries(files.words),
    locale: script.environment.locale,
    widgetUrl: `${apiOrigin}/${files.entry}`,
    base: `${apiOrigin}${prefixOf(script)}`,
  };
}

/** The path under which that server was, for a backend may be below one. */
function prefixOf({ events }: LoadScript): string {
  const asked = events.find((event) => event.kind === 'request');
  return /^(\/(?:[\w.~-]+\/)*?)v1\/widgets\//.exec(asked?.path ?? '')?.[1] ?? '/';
}

/** As text both ways: on the page, everything that could be trusted with more is replaced. */
async function run(page: Page, request: ReplayRequest): Promise<ReplayOutcome> {
  const text = await page.evaluate(
    async (given) =>
      JSON.stringify(await (globalThis as unknown as ReplayPage).hiloReplay(JSON.parse(given))),
    JSON.stringify(request),
  );
  return JSON.parse(text) as ReplayOutcome;
}

interface ReplayPage {
  hiloReplay(request: ReplayRequest): Promise<ReplayOutcome>;
}

async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the page did not come to an end')), replayMsMax);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
