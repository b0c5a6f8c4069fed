import { explainFailure } from './explain-failure.ts';
import { createLifecycle } from './lifecycle.ts';
import { createProgress } from './progress.ts';
import { runDemo } from './run-demo.ts';

/** `npm start`: everything, on this machine, for trying it and for working on it. */
const lifecycle = createLifecycle();
const progress = createProgress();
try {
  await runDemo(lifecycle, progress);
} catch (error) {
  // Ended by the person while it was starting: what broke then is of no interest.
  if (!lifecycle.isStopping) progress.fail(explainFailure(error));
  await lifecycle.stop();
  process.exit(1);
}
