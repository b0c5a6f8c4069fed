import { createLifecycle, type Lifecycle } from '../../backend/src/start/lifecycle.ts';
import { createProgress, type Progress } from '../../backend/src/start/progress.ts';
import { runDemo } from '../../backend/src/start/run-demo.ts';
import { buildVariant } from '../../extension/build/build-variant.ts';
import { demo } from '../../extension/build/variants.ts';
import { serveVariant } from '../faults/serve-variant.ts';
import { findWindowProblem } from './display.ts';
import { formatHints } from './hints.ts';
import { findMistake } from './mistake.ts';
import { openBrowser } from './open-browser.ts';

/**
 * `npm run devtools`: the demo, and a browser in which the extension watches it. With `-- --mistake <promise>`, the widget
 * has a mistake that breaks that promise.
 */
async function runDevtools(lifecycle: Lifecycle, progress: Progress): Promise<void> {
  const problem = findWindowProblem({ platform: process.platform, env: process.env });
  if (problem !== undefined) throw new Error(problem);
  const mistake = findMistake(process.argv);
  const { shopOrigin, inboxUrl } = await runDemo(lifecycle, progress);
  progress.step('Building the extension …');
  const { folder } = await buildVariant(getDemoVariant());
  if (mistake) progress.step('Building the widget with its mistake …');
  const built = await mistake?.build();
  const browser = await openBrowser({
    extensionFolder: folder,
    front: shopOrigin,
    beside: inboxUrl,
    prepare: async (context) => {
      if (built) await serveVariant(context, built);
    },
  });
  lifecycle.onStop('browser', browser.close);
  browser.context.once('close', () => {
    if (!lifecycle.isStopping) void lifecycle.stop().then((code) => process.exit(code));
  });
  process.stdout.write(
    `${formatHints({ platform: process.platform, isTty: process.stdout.isTTY === true, mistake })}\n`,
  );
}

/** The sites of the demo are let in from the start, so that there is nothing to click before there is something to see. */
function getDemoVariant() {
  const found = demo.find(({ target }) => target === 'chrome');
  if (!found) throw new Error('assert: there is a Chrome build for the demo');
  return found;
}

const lifecycle = createLifecycle();
const progress = createProgress();
try {
  await runDevtools(lifecycle, progress);
} catch (error) {
  // Ended by the person while it was starting: what broke then is of no interest.
  if (!lifecycle.isStopping) progress.fail(error instanceof Error ? error.message : String(error));
  await lifecycle.stop();
  process.exit(1);
}
