import { buildFrontEnds } from '../../backend/src/start/build-front-ends.ts';
import { ensureExtension } from './built-extension.ts';

/**
 * Widget, inbox and extension are built once, before several products start side by side from the same folder. Where the
 * extension does not build, its own tests fail, and say so; the others can do without.
 */
export default async function setup(): Promise<void> {
  await buildFrontEnds();
  await ensureExtension().catch((error: Error) => process.stderr.write(`${error.message}\n`));
}
